namespace NeuronActors.Routing;

/// <summary>
/// The rotation of <c>torch_neuronx</c>: each routee in turn. One that is full is passed over, so a slow core delays only what it was
/// given.
/// </summary>
internal sealed class RoundRobinPolicy : IRoutingPolicy
{
    public int Choose(ReadOnlySpan<Routee> routees, int cursor, VisibleCoreIndex? avoid)
    {
        for (var step = 0; step < routees.Length; step++)
        {
            var index = cursor + step;
            if (index >= routees.Length) index -= routees.Length;
            if (routees[index].CanTake(avoid)) return index;
        }

        return -1;
    }
}

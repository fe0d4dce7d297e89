namespace NeuronActors.Routing;

/// <summary>Chooses the routee of the next request. Pure: it changes nothing.</summary>
internal interface IRoutingPolicy
{
    /// <summary>The index of the chosen routee among those that can take one now; −1 when none can.</summary>
    /// <param name="routees">The routees in rotation order.</param>
    /// <param name="cursor">The index at which the rotation stands; ties go to the first from here on.</param>
    /// <param name="avoid">A core on which this request has failed already.</param>
    int Choose(ReadOnlySpan<Routee> routees, int cursor, VisibleCoreIndex? avoid);
}

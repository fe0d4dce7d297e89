namespace NeuronActors.Routing;

/// <summary>Chooses the routee at which a request costs least; ties go to the first from the cursor on.</summary>
internal abstract class LeastCostPolicy : IRoutingPolicy
{
    public int Choose(ReadOnlySpan<Routee> routees, int cursor, VisibleCoreIndex? avoid)
    {
        var best = -1;
        var bestCost = double.PositiveInfinity;
        for (var step = 0; step < routees.Length; step++)
        {
            var index = cursor + step;
            if (index >= routees.Length) index -= routees.Length;
            if (!routees[index].CanTake(avoid)) continue;

            var cost = Cost(routees[index]);
            if (cost < bestCost) (best, bestCost) = (index, cost);
        }

        return best;
    }

    protected abstract double Cost(Routee routee);
}

/// <summary>The routee with the fewest requests in flight: best when executions differ in length and cores do not.</summary>
internal sealed class LeastOutstandingPolicy : LeastCostPolicy
{
    protected override double Cost(Routee routee) => routee.InFlight;
}

/// <summary>
/// The routee that would be done first, by the time its executions have taken so far: best when cores differ. One that has not been
/// measured counts as instant, and so is measured soon.
/// </summary>
internal sealed class LeastExpectedWorkPolicy : LeastCostPolicy
{
    protected override double Cost(Routee routee) => (routee.InFlight + 1) * routee.ServiceTime.Ticks;
}

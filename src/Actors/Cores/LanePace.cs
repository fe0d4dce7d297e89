namespace NeuronActors.Cores;

/// <summary>
/// How much a lane may be given at once, by how long its executions take: what runs, and behind it as much as keeps the core busy for a
/// span of time. So a core of short executions does not idle while word of their end goes to the router and the next one comes back, and a
/// core of long ones is not given what another core could begin sooner.
/// </summary>
/// <remarks>
/// Written by the lane's threads; with more than one a measurement may get lost between them, which the next one makes good.
/// </remarks>
internal sealed class LanePace(int threads, int capacity, TimeSpan? stageAhead)
{
    // A measurement fades to a half after about five more.
    private const double Weight = 1.0 / 8;

    private double _ticks;

    // One behind each that runs, and one more: an answer is told a moment before its slot is free, and who sends the next request upon it
    // is not to find the core full and be sent out of turn.
    private readonly int _leastStaged = threads + 1;

    /// <summary>The slots while nothing has been measured: the least.</summary>
    public int Capacity { get; } = stageAhead is null ? capacity : Math.Min(capacity, 2 * threads + 1);

    /// <summary>The slots from now on.</summary>
    /// <param name="ticks">How long the last execution took, in ticks of 100 ns; above zero.</param>
    public int CapacityAfter(long ticks)
    {
        if (stageAhead is not { } ahead) return capacity;

        _ticks = _ticks == 0 ? ticks : _ticks + (ticks - _ticks) * Weight;
        var staged = Math.Max(ahead.Ticks / _ticks, _leastStaged);
        return staged >= capacity - threads ? capacity : threads + (int)Math.Ceiling(staged);
    }
}

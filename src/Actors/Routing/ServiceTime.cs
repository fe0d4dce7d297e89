namespace NeuronActors.Routing;

/// <summary>A running estimate of how long an execution takes: an average in which a measurement fades to a half after about five more.</summary>
internal sealed class ServiceTime
{
    private const double Weight = 1.0 / 8;

    private double _ticks;

    /// <summary>Whether anything has been measured.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The estimate in ticks of 100 ns; 0 while nothing has been measured.</summary>
    public double Ticks => _ticks;

    public void Measured(long ticks)
    {
        _ticks = IsKnown ? _ticks + (ticks - _ticks) * Weight : ticks;
        IsKnown = true;
    }
}

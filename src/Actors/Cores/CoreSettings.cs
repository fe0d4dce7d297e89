namespace NeuronActors.Cores;

/// <summary>How a core is run; see <c>neuron.core</c> in the HOCON.</summary>
internal sealed record CoreSettings(
    int MaxInFlight,
    TimeSpan StageAhead,
    TimeSpan ExecutionTimeout,
    TimeSpan WatchdogInterval,
    TimeSpan ProbeInterval,
    TimeSpan ProbeIntervalMax);

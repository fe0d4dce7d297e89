using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Configuration;

/// <summary>The runtime of real NeuronCores; see <c>neuron.nrt</c>.</summary>
internal sealed record NrtSettings(
    string? Library,
    int ExecutionSlots,
    TimeSpan ExecutionTimeout,
    TimeSpan InitTimeout,
    bool SerializesLoads,
    NumericalErrorPolicy NumericalErrors,
    NrtLogLevel LogLevel);

namespace NeuronActors.Configuration;

/// <summary>The CPU runtime; see <c>neuron.cpu</c>.</summary>
internal sealed record CpuSettings(int Cores, int IntraOpThreads);

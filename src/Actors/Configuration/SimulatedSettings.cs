namespace NeuronActors.Configuration;

/// <summary>The simulated runtime; see <c>neuron.simulated</c>. Times as <c>Distribution.Parse</c> takes them.</summary>
internal sealed record SimulatedSettings(string Instance, string LoadTime, string ExecutionTime);

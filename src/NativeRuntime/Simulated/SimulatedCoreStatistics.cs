namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>What a simulated core has to do, and had.</summary>
/// <param name="Replicas">Replicas that are loaded now.</param>
/// <param name="RunningExecutions">Executions under way now, the hung ones among them.</param>
/// <param name="PeakExecutions">The most executions that were under way at once.</param>
/// <param name="Executions">Executions that have begun, those that failed among them.</param>
public readonly record struct SimulatedCoreStatistics(int Replicas, int RunningExecutions, int PeakExecutions, long Executions);

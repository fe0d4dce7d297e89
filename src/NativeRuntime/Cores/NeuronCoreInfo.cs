namespace NeuronActors.NativeRuntime.Cores;

/// <summary>One core that this process may use, under both of its numbers.</summary>
/// <param name="Index">Its place among the visible cores.</param>
/// <param name="PhysicalId">Its instance-wide number.</param>
public sealed record NeuronCoreInfo(VisibleCoreIndex Index, PhysicalCoreId PhysicalId);

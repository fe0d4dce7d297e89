namespace NeuronActors.Node.Doctor.Sysfs;

/// <summary>What the driver shows of one physical core, also when another process holds it.</summary>
/// <param name="Index">Its number on its device.</param>
/// <param name="MemoryInUse">The device memory in use, in bytes.</param>
/// <param name="MemoryPeak">The most that was in use, in bytes: the sum over its categories, each at its own time.</param>
/// <param name="Inferences">Executions so far.</param>
/// <param name="LoadedModels">Loads so far.</param>
internal sealed record CoreFacts(int Index, long? MemoryInUse, long? MemoryPeak, long? Inferences, long? LoadedModels);

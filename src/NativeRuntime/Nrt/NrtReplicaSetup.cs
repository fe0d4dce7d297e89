namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What a replica is told by its runtime.</summary>
/// <param name="Name">The subgraph's name, for messages.</param>
/// <param name="MemoryBytes">The device memory that it takes.</param>
/// <param name="NumericalErrors">What an execution with numerical errors is.</param>
/// <param name="Notify">Where notices go.</param>
/// <param name="Unload">Takes it off the core and off the books; called once.</param>
internal sealed record NrtReplicaSetup(
    string Name, long MemoryBytes, NumericalErrorPolicy NumericalErrors, Action<NrtNotice>? Notify, Action<NrtReplica> Unload);

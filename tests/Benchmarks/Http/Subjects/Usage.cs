namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>What a subject has used.</summary>
/// <param name="Cpu">Its CPU time.</param>
/// <param name="WorkingSet">Bytes of memory that are its.</param>
/// <param name="Heap">Bytes of objects that live, after a full collection.</param>
internal sealed record Usage(TimeSpan Cpu, long WorkingSet, long Heap);

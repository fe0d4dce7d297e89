namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>libnrt is one in a process, so whatever touches it takes turns, and nothing else runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NrtCollection
{
    public const string Name = "libnrt";
}

namespace NeuronActors.Node.Serving.Statistics;

/// <summary>What one replica of a version takes of the memory of its core.</summary>
/// <param name="Core">The core.</param>
/// <param name="Bytes">How much it takes.</param>
internal readonly record struct MemoryUsage(VisibleCoreIndex Core, long Bytes)
{
    /// <summary>What kind of memory it is, in the words of the protocol.</summary>
    public const string Type = "NEURON";
}

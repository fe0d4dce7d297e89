namespace NeuronActors.Node.Client.Answers;

/// <summary>What models have done: what <c>/v2/models/stats</c> answers.</summary>
internal sealed record StatisticsTable(ImmutableArray<StatisticsTable.ModelStatistics> ModelStats)
{
    /// <summary>What is said of one version of a model; null when nothing is.</summary>
    public ModelStatistics? Find(string name, string? version) => ModelStats.FirstOrDefault(model => model.Name == name && model.Version == version);

    /// <summary>One version of a model.</summary>
    /// <param name="Name">The model.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="InferenceCount">Items inferred.</param>
    /// <param name="ExecutionCount">Executions.</param>
    /// <param name="InferenceStats">Where the time went.</param>
    /// <param name="Latency">How many requests took how long; null from a node that does not say it.</param>
    internal sealed record ModelStatistics(
        string Name, string Version, long InferenceCount, long ExecutionCount, Times InferenceStats, LatencyBuckets? Latency = null);

    /// <summary>Where the time went, summed up since the model was loaded.</summary>
    internal sealed record Times(Counted Success, Counted Fail, Counted Queue, Counted ComputeInfer);

    /// <summary>How often, and how long in all.</summary>
    internal readonly record struct Counted(long Count, long Ns)
    {
        public static Counted operator +(Counted one, Counted other) => new(one.Count + other.Count, one.Ns + other.Ns);

        public static Counted operator -(Counted one, Counted other) => new(one.Count - other.Count, one.Ns - other.Ns);
    }
}

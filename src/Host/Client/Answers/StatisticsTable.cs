namespace NeuronActors.Node.Client.Answers;

/// <summary>What models have done: what <c>/v2/models/stats</c> answers.</summary>
internal sealed record StatisticsTable(ImmutableArray<StatisticsTable.ModelStatistics> ModelStats)
{
    /// <summary>One version of a model.</summary>
    internal sealed record ModelStatistics(string Name, string Version, long InferenceCount, long ExecutionCount, Times InferenceStats);

    /// <summary>Where the time went, summed up since the model was loaded.</summary>
    internal sealed record Times(Counted Success, Counted Fail, Counted Queue, Counted ComputeInfer);

    /// <summary>How often, and how long in all.</summary>
    internal readonly record struct Counted(long Count, long Ns)
    {
        public static Counted operator +(Counted one, Counted other) => new(one.Count + other.Count, one.Ns + other.Ns);

        public static Counted operator -(Counted one, Counted other) => new(one.Count - other.Count, one.Ns - other.Ns);
    }
}

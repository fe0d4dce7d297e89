namespace NeuronActors.Cluster;

/// <summary>Answers that are no success, as exceptions.</summary>
internal static class PoolErrors
{
    /// <summary>The exception of an answer; null for a success.</summary>
    public static Exception? Of(PoolAnswer answer) => answer switch
    {
        PoolRejected { Reason: PoolRejection.InvalidArgument } invalid => new ArgumentOutOfRangeException(invalid.Parameter, invalid.Message),
        PoolRejected rejected => new PoolException(rejected),
        PoolFailed failed => Of(failed),
        NodeAnswered { Answer: PlacementRejected { Reason: PlacementRejection.InvalidArgument } invalid } =>
            new ArgumentOutOfRangeException(invalid.Parameter, invalid.Message),
        NodeAnswered { Answer: PlacementRejected rejected } => new PlacementException(rejected),
        NodeAnswered { Answer: PlacementFailed failed } answered => Of(answered.Node, failed),
        _ => null,
    };

    private static NeuronRuntimeException Of(PoolFailed failed)
    {
        var now = failed.Restored ? failed.Parts.IsEmpty ? "Nothing of the model is loaded" : "The model is back where it was"
            : failed.Parts.IsEmpty ? "The model is not loaded"
            : $"The model could not be put back. It is now on {string.Join("; ", failed.Parts)}";
        var where = failed.Node == default ? "" : $"Node {failed.Node}: ";
        if (failed.IsOutcomeUnknown) return new NeuronRuntimeException(failed.Kind, "change", $"{where}{failed.Message}");

        return new NeuronRuntimeException(failed.Kind, "change", $"{where}{failed.Message.TrimEnd('.')}. {now}.");
    }

    private static NeuronRuntimeException Of(NodeName node, PlacementFailed failed)
    {
        var now = failed switch
        {
            { Restored: true, Placement: null } => "Nothing of the model is loaded",
            { Restored: true } => "The model is back where it was",
            { Placement: { } placement } => $"The model could not be put back. It is now: {placement}",
            _ => "The model is not loaded",
        };
        return new NeuronRuntimeException(
            failed.Kind, failed.Step.ToString().ToLowerInvariant(), $"Node {node}: {failed.Message.TrimEnd('.')}. {now}.", failed.Core, failed.Status);
    }
}

using System.Diagnostics;

namespace NeuronActors.Node.Serving.Inference;

/// <summary>One request for one inference, as every front end brings it.</summary>
internal readonly record struct InferenceRequest
{
    /// <summary>The inputs, in any order. Their memory is to be left alone until the outcome, and beyond it unless that is a result.</summary>
    public required ImmutableArray<NamedTensor> Inputs { get; init; }

    /// <summary>The outputs that are wanted, in the order in which they are wanted; empty or default means all.</summary>
    public ImmutableArray<string> Outputs { get; init; }

    /// <summary>Whether the client named a version; if not, a newer one may answer when the one that was found is on its way out.</summary>
    public bool NamesVersion { get; init; }

    /// <summary>How long the client waits, counted from <see cref="ReceivedAt"/>; null when it did not say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where it stands in the queue.</summary>
    public InferPriority Priority { get; init; }

    /// <summary>The trace that the client brought; none by default.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>Says whether the front end can write the outputs that come; null where any can be written.</summary>
    public IOutputForm? Form { get; init; }

    /// <summary>When the front end got it, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public required long ReceivedAt { get; init; }
}

using System.Diagnostics.CodeAnalysis;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Inference;

/// <summary>What became of a request: a result, or why there is none.</summary>
internal readonly record struct InferenceOutcome
{
    private InferenceOutcome(ServedVersion served) => (Served, NeuronCore) = (served, "");

    /// <summary>The version that answered.</summary>
    public ServedVersion Served { get; }

    /// <summary>Why there is no result; null when there is one.</summary>
    public ServingError? Error { get; private init; }

    /// <summary>The outputs that were asked for, in memory of their own.</summary>
    public ImmutableArray<NamedTensor> Outputs { get; private init; }

    /// <summary>The visible indices of the cores that ran it, in order, joined by commas: what answers carry as <c>neuron_core</c>.</summary>
    public string NeuronCore { get; private init; }

    /// <summary>The node of the pool that ran it, and by which the cores are counted; null for this one, which is alone.</summary>
    public string? NeuronNode { get; private init; }

    /// <summary>Where the time went.</summary>
    public InferenceTimes Times { get; private init; }

    private long Items { get; init; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsResult => Error is null;

    public static InferenceOutcome Failed(ServedVersion served, ServingError error) => new(served) { Error = error };

    public static InferenceOutcome Completed(
        ServedVersion served, ImmutableArray<NamedTensor> outputs, string neuronCore, string? neuronNode, long items, in InferenceTimes times) =>
        new(served) { Outputs = outputs, NeuronCore = neuronCore, NeuronNode = neuronNode, Items = items, Times = times };

    /// <summary>To be called once with the time that the writing of the result took.</summary>
    public void CountOutput(TimeSpan time) => Served.Statistics.CountOutput(Items, time);
}

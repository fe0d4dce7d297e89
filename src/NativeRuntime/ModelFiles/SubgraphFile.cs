using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Where one subgraph of a model is on disk, and under which names its tensors flow through the model.</summary>
/// <param name="Name">Its name within the model.</param>
/// <param name="Path">The full path of its file.</param>
/// <param name="Format">The kind of that file.</param>
public sealed record SubgraphFile(string Name, string Path, SubgraphFormat Format)
{
    /// <summary>
    /// Where it is within a file that holds more than it: the attribute path of the subgraph in a TorchScript archive. Null when the
    /// whole file is the subgraph.
    /// </summary>
    public string? Entry { get; init; }

    /// <summary>Where the entry lies in the file, so that a load does not have to look for it; null where that is not known.</summary>
    internal NeffLocation? Location { get; init; }

    /// <summary>What the file itself says of the tensors that a caller gives and gets; null where only the loaded subgraph knows.</summary>
    public SubgraphSignature? Signature { get; init; }

    /// <summary>The inputs that come from the file, and are none of the signature.</summary>
    internal ImmutableArray<SubgraphState> States { get; init; } = [];

    /// <summary>The outputs that change a state.</summary>
    internal ImmutableArray<StateUpdate> Updates { get; init; } = [];

    /// <summary>From its own names of inputs to the names in the model; an input that is not in here keeps its own.</summary>
    public ImmutableDictionary<string, string> InputNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>From its own names of outputs to the names in the model; an output that is not in here keeps its own.</summary>
    public ImmutableDictionary<string, string> OutputNames { get; init; } = ImmutableDictionary<string, string>.Empty;
}

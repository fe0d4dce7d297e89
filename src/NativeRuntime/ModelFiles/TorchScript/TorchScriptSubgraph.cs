using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>A compiled subgraph of an archive.</summary>
/// <param name="Name">The attribute path under which <c>forward</c> uses it, or else under which it is found first.</param>
/// <param name="Object">The object that holds it.</param>
/// <param name="Neff">Its NEFF, where it is in the file.</param>
/// <param name="Meta">What its tensors are.</param>
/// <param name="Description">What the NEFF says of itself.</param>
/// <param name="IsUsed">Whether <c>forward</c> executes it.</param>
internal sealed record TorchScriptSubgraph(string Name, PickleObject Object, ByteSource Neff, MetaNeff Meta, NeffFile Description, bool IsUsed)
{
    /// <summary>The inputs that it gets from the module, in the order of the metaneff.</summary>
    public ImmutableArray<StoredInput> States { get; init; } = [];

    /// <summary>The outputs that share the memory of one of these, and whether forward does something with them.</summary>
    public ImmutableArray<(int Output, int Input, bool IsGiven)> Updates { get; init; } = [];

    /// <summary>What a caller gives and gets.</summary>
    public SubgraphSignature Signature => new(
        [.. Meta.Inputs.Where((_, i) => !IsState(i)).Select(input => input.Spec)],
        [.. Meta.Outputs.Where((_, i) => !IsHidden(i)).Select(output => output.Spec)]);

    /// <summary>Whether an input comes from the module.</summary>
    public bool IsState(int input) => States.AsSpan().BinarySearch(new AtIndex(input)) >= 0;

    /// <summary>Whether an output only changes a state.</summary>
    public bool IsHidden(int output) => Updates.AsSpan().BinarySearch(new AtOutput(output)) is >= 0 and var at && !Updates[at].IsGiven;

    // Both lists are in order, and a model may have thousands of parameters.
    private readonly struct AtIndex(int index) : IComparable<StoredInput>
    {
        public int CompareTo(StoredInput? other) => index.CompareTo(other!.Index);
    }

    private readonly struct AtOutput(int output) : IComparable<(int Output, int Input, bool IsGiven)>
    {
        public int CompareTo((int Output, int Input, bool IsGiven) other) => output.CompareTo(other.Output);
    }
}

using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>
/// Finds what a subgraph is given by its own module: inputs for which every execution in forward takes the same parameter, buffer or constant. These
/// belong to the replica, and the callers bring the rest.
/// </summary>
internal sealed class StoredInputs
{
    private readonly TorchScriptArchive _archive;
    private readonly ForwardResult _forward;
    private readonly ILookup<PickleObject, ForwardCall> _calls;
    private readonly HashSet<(PickleObject Subgraph, int Output)> _given = [];

    public StoredInputs(TorchScriptArchive archive, ForwardResult forward)
    {
        (_archive, _forward) = (archive, forward);
        _calls = forward.Calls.ToLookup(call => call.Target);
        foreach (var output in forward.Calls.SelectMany(call => call.Inputs).Concat(forward.Answer).OfType<OutputValue>())
        {
            _given.Add((forward.Calls[output.Call].Target, output.Index));
        }
    }

    /// <summary>A subgraph that forward uses, with its states and what changes them.</summary>
    /// <exception cref="ModelFileException">A parameter is damaged, or does not fit the input that it is given to.</exception>
    public TorchScriptSubgraph AddTo(TorchScriptSubgraph subgraph)
    {
        var calls = _calls[subgraph.Object].ToArray();
        var inputs = subgraph.Meta.Inputs;
        if (calls.Length == 0 || calls.Any(call => call.Inputs.Length != inputs.Length)) return subgraph;

        var states = ImmutableArray.CreateBuilder<StoredInput>();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (SameInAll(calls, i) is { Tensor: { } tensor } stored) states.Add(Read(subgraph, i, stored.Path, tensor));
        }

        return subgraph with { States = states.ToImmutable(), Updates = Updates(subgraph, states) };
    }

    private static StoredValue? SameInAll(ForwardCall[] calls, int input)
    {
        if (calls[0].Inputs[input] is not StoredValue { Tensor: { } tensor } first) return null;

        var isSame = calls.All(call => call.Inputs[input] is StoredValue { Tensor: { } other } && (other == tensor || other.IsSameViewAs(tensor)));
        return isSame ? first : null;
    }

    private StoredInput Read(TorchScriptSubgraph subgraph, int index, string path, PickleTensor tensor)
    {
        var input = subgraph.Meta.Inputs[index];
        var shape = new TensorShape(tensor.Shape);
        if (tensor.Storage.Element != input.Spec.ElementType || shape != input.Spec.Shape)
        {
            var type = tensor.Storage.Element?.OipName() ?? Bytes.FileText.ForPeople(tensor.Storage.ElementType);
            throw Flaw(subgraph, $"forward gives '{path}', which is {type} {shape}, to its input {input.Spec}");
        }

        return new StoredInput(index, input, path, _archive.Memory(tensor, path.StartsWith("CONSTANTS.", StringComparison.Ordinal)));
    }

    private ImmutableArray<(int Output, int Input, bool IsGiven)> Updates(TorchScriptSubgraph subgraph, IEnumerable<StoredInput> states)
    {
        var updates = ImmutableArray.CreateBuilder<(int, int, bool)>();
        var free = states.Select(state => (long)state.Index).ToHashSet();
        var taken = new HashSet<long>();
        var (inputs, outputs) = (subgraph.Meta.Inputs, subgraph.Meta.Outputs);
        foreach (var (output, input) in subgraph.Meta.Aliases.OrderBy(alias => alias.Key))
        {
            if (output < 0 || output >= outputs.Length || !free.Contains(input)) continue;

            var (to, from) = (outputs[(int)output].Spec, inputs[(int)input].Spec);
            if (to.ElementType != from.ElementType || to.Shape != from.Shape) throw Flaw(subgraph, $"its output {to} shares its memory with its input {from}, and they are not alike");
            if (!taken.Add(input)) throw Flaw(subgraph, $"two of its outputs share the memory of its input {from}");
            updates.Add(((int)output, (int)input, IsGiven(subgraph, (int)output)));
        }

        return updates.ToImmutable();
    }

    // What the host does with an output is not followed, so there every output is given.
    private bool IsGiven(TorchScriptSubgraph subgraph, int output) =>
        _forward.Kind == ForwardKind.HostOperators || _given.Contains((subgraph.Object, output));

    private ModelFileException Flaw(TorchScriptSubgraph subgraph, string message) => _archive.Flaw($"the subgraph '{subgraph.Name}': {message}");
}

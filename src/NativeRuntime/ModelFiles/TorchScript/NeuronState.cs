using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>
/// Finds the NEFF and the metaneff in the state of an object. How the state is laid out is not public and has changed, so nothing is
/// assumed: of all texts, bytes, lists of numbers and tensors in it, the one is the NEFF that begins as a NEFF, and the one is the metaneff that
/// reads as one.
/// </summary>
internal sealed class NeuronState
{
    private const int MostCandidates = 1000;
    private const long MostBytes = 256L * 1024 * 1024;

    private readonly TorchScriptArchive _archive;
    private readonly NeuronObject _owner;
    private readonly List<ByteSource> _candidates = [];

    private NeuronState(TorchScriptArchive archive, NeuronObject owner) => (_archive, _owner) = (archive, owner);

    /// <exception cref="ModelFileException">There is none, more than one, or a damaged one.</exception>
    public static (ByteSource Neff, MetaNeff Meta) Read(TorchScriptArchive archive, NeuronObject owner)
    {
        var state = new NeuronState(archive, owner);
        state.Collect();
        var neff = state.FindNeff();
        return (neff, state.FindMeta(neff));
    }

    private void Collect()
    {
        var seen = new HashSet<PickleValue>();
        var tensors = new HashSet<(string Key, long Offset, long Count)>();
        var open = new Stack<PickleValue>([_owner.Object]);
        while (open.TryPop(out var value))
        {
            if (!seen.Add(value)) continue;
            if (_candidates.Count == MostCandidates) throw Flaw($"its state holds more than {MostCandidates} texts and tensors");

            if (value is PickleText { Length: > 0 } text) _candidates.Add(text.Content(Place));
            else if (value is PickleTensor { Storage.ElementType: "ByteStorage" or "CharStorage" or "UntypedStorage", Count: > 0 } tensor) AddTensor(tensor, tensors);
            else if (PickleNumbers.TryBytes(value, out var bytes)) _candidates.Add(new MemoryBytes(_archive.Path, Place, bytes));
            else foreach (var child in value.Children) open.Push(child);
        }
    }

    private void AddTensor(PickleTensor tensor, HashSet<(string Key, long Offset, long Count)> known)
    {
        if (!tensor.IsContiguous) throw Flaw("a tensor in its state is a view whose bytes lie apart");
        if (known.Add((tensor.Storage.Key, tensor.Offset, tensor.Count))) _candidates.Add(_archive.Memory(tensor, _owner.IsConstant));
    }

    private ByteSource FindNeff()
    {
        var neffs = _candidates.Where(NeffHeader.IsAtStartOf).ToList();
        if (neffs.Count == 1) return neffs[0];
        if (neffs.Count > 1) throw Flaw($"its state holds {neffs.Count} NEFFs, and one is expected");

        // Whatever is longest was meant to be it, and what is wrong with that is what people want to know.
        if (_candidates.MaxBy(candidate => candidate.Length) is { } longest) NeffHeader.Read(longest);
        throw Flaw("its state holds no NEFF");
    }

    private MetaNeff FindMeta(ByteSource neff)
    {
        MetaNeff? found = null;
        FormatException? closest = null;
        var read = 0L;
        foreach (var candidate in _candidates.Where(each => each != neff && each.Length <= MetaNeff.LargestSize).OrderByDescending(each => each.Length))
        {
            // Tensors may be views of one memory, and so be more than the file is long.
            if ((read += candidate.Length) > MostBytes) throw Flaw($"its state holds more than {MostBytes} bytes beside the NEFF");

            try
            {
                var meta = MetaNeff.Parse(candidate.ReadAll(MetaNeff.LargestSize));
                if (found is not null && !Describe(found).SequenceEqual(Describe(meta))) throw Flaw("its state holds two metaneffs that differ, and one is expected");
                found ??= meta;
            }
            catch (FormatException flaw)
            {
                closest ??= flaw;
            }
        }

        return found ?? throw Flaw(closest is null
            ? "its state holds no metaneff beside the NEFF"
            : $"its state holds no metaneff beside the NEFF: what is most like one is none, because {closest.Message}");
    }

    private static IEnumerable<string> Describe(MetaNeff meta) =>
        [.. meta.Inputs.Select(input => $"{input.Spec}"), "→", .. meta.Outputs.Select(output => $"{output.Spec}")];

    private string Place => $"the subgraph '{_owner.Path}'";

    private ModelFileException Flaw(string message) => _archive.Flaw($"{Place}: {message}");
}

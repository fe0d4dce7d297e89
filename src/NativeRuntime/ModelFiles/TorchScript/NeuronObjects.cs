using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>Finds the objects of an archive that hold compiled subgraphs, by the name of their class, wherever they are.</summary>
internal sealed class NeuronObjects
{
    /// <summary>The class that torch_neuronx keeps a subgraph in.</summary>
    public const string ClassName = $"{Module}.Model";

    private const int Most = 1024;
    private const string Module = "__torch__.torch.classes.neuron";

    private readonly TorchScriptArchive _archive;
    private readonly List<NeuronObject> _found = [];
    private readonly HashSet<PickleValue> _seen = [];

    private NeuronObjects(TorchScriptArchive archive) => _archive = archive;

    /// <summary>All of them, each once, in the order in which the archive has them.</summary>
    /// <exception cref="ModelFileException">There is an object of a class that holds subgraphs in another way.</exception>
    public static List<NeuronObject> Find(TorchScriptArchive archive)
    {
        try
        {
            var search = new NeuronObjects(archive);
            search.Walk(archive.Root, "", isConstant: false);
            for (var i = 0; i < archive.Constants?.Items.Count; i++) search.Walk(archive.Constants.Items[i], $"CONSTANTS.c{i}", isConstant: true);
            return search._found;
        }
        catch (CodeException flaw)
        {
            throw archive.Flaw(flaw.Message);
        }
    }

    public static bool Is(PickleObject candidate) => candidate.Class.QualifiedName == ClassName;

    // Every value once, however many ways lead there, in circles too; with a stack of its own, as files may nest deeper than threads.
    private void Walk(PickleValue start, string path, bool isConstant)
    {
        var open = new Stack<(IEnumerator<(string Path, PickleValue Value)> Children, int Depth)>();
        Enter(start, path, 0);
        while (open.TryPeek(out var top))
        {
            if (!top.Children.MoveNext())
            {
                open.Pop().Children.Dispose();
                continue;
            }

            Enter(top.Children.Current.Value, top.Children.Current.Path, top.Depth + 1);
        }

        void Enter(PickleValue value, string at, int depth)
        {
            if (!_seen.Add(value)) return;
            if (depth > PickleLimits.Depth) throw _archive.Flaw($"its objects are nested deeper than {PickleLimits.Depth}");

            if (value is not PickleObject found || !IsNeuron(found)) open.Push((NamedChildren(value, at).GetEnumerator(), depth));
            else if (_found.Count < Most) _found.Add(new NeuronObject(at, found, isConstant));
            else throw _archive.Flaw($"it holds more than {Most} subgraphs");
        }
    }

    private bool IsNeuron(PickleObject value)
    {
        if (Is(value)) return true;
        if (value.Class.Module != Module) return false;
        throw _archive.Flaw($"it holds an object of the class {value.Class.QualifiedName}, and of these only {ClassName} is known");
    }

    private static IEnumerable<(string Path, PickleValue Value)> NamedChildren(PickleValue value, string path) => value switch
    {
        PickleObject { State: PickleDictionary attributes } => Entries(attributes, path),
        PickleObject { State: { } state } => [(path, state)],
        PickleDictionary dictionary => Entries(dictionary, path),
        PickleSequence sequence => Numbered(sequence, path),
        PickleOpaque opaque => opaque.Children.Select(child => (path, child)),
        _ => [],
    };

    private static IEnumerable<(string Path, PickleValue Value)> Entries(PickleDictionary dictionary, string path) =>
        dictionary.Items
            .Select((item, i) => (item.Key, item.Value, Index: i))
            .Where(item => MayHold(item.Value))
            .Select(item => (AttributePath.Join(path, item.Key is PickleText key && key.TryName(out var name) ? name : $"{item.Index}"), item.Value));

    private static IEnumerable<(string Path, PickleValue Value)> Numbered(PickleSequence sequence, string path) =>
        sequence.Items
            .Select((item, i) => (Value: item, Index: i))
            .Where(item => MayHold(item.Value))
            .Select(item => (AttributePath.Join(path, $"{item.Index}"), item.Value));

    // A list may have a million numbers, and none of them needs a path.
    private static bool MayHold(PickleValue value) => value is not (PickleConstant or PickleText or PickleTensor);
}

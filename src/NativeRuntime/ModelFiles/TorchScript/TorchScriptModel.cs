using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>What a TorchScript archive holds for a NeuronCore: its compiled subgraphs, and what its <c>forward</c> does with them.</summary>
/// <param name="Subgraphs">In the order of their first use; those that are not used last, in the order of the archive.</param>
/// <param name="Forward">What <c>forward</c> does.</param>
internal sealed record TorchScriptModel(ImmutableArray<TorchScriptSubgraph> Subgraphs, ForwardResult Forward)
{
    /// <summary>Reads an archive. Only of an archive with subgraphs is the code read.</summary>
    /// <exception cref="ModelFileException">It is damaged, hostile, or no TorchScript; the message says what and where.</exception>
    public static TorchScriptModel Read(ByteSource file)
    {
        var archive = TorchScriptArchive.Open(file);
        var objects = NeuronObjects.Find(archive);
        if (objects.Count == 0) return new TorchScriptModel([], ForwardResult.Nothing);

        var checkedNeffs = new Dictionary<(ByteSource Whole, long Offset, long Length), NeffFile>();
        var found = objects.Select(each => Read(archive, each, checkedNeffs)).ToDictionary(subgraph => subgraph.Object);
        var forward = Code.Forward.Follow(archive, target => found.TryGetValue(target, out var subgraph) ? subgraph.Meta.Outputs.Length : 0);
        var subgraphs = ImmutableArray.CreateBuilder<TorchScriptSubgraph>(objects.Count);
        var stored = new StoredInputs(archive, forward);
        foreach (var call in forward.Calls)
        {
            if (found.Remove(call.Target, out var subgraph)) subgraphs.Add(stored.AddTo(subgraph with { Name = call.Path, IsUsed = true }));
        }

        foreach (var each in objects)
        {
            if (found.Remove(each.Object, out var unused)) subgraphs.Add(unused);
        }

        return new TorchScriptModel(subgraphs.ToImmutable(), forward);
    }

    private static TorchScriptSubgraph Read(TorchScriptArchive archive, NeuronObject owner, Dictionary<(ByteSource Whole, long Offset, long Length), NeffFile> checkedNeffs)
    {
        if (owner.Path.Length == 0 || !FileText.TryName(System.Text.Encoding.UTF8.GetBytes(owner.Path), out _)) throw archive.Flaw("a subgraph is the module itself, and it should be an attribute of one");

        var (neff, meta) = NeuronState.Read(archive, owner);

        // Objects may share the bytes of one NEFF, which is read from end to end once.
        var place = (neff.Origin.Whole, neff.Origin.Offset, neff.Length);
        if (!checkedNeffs.TryGetValue(place, out var known)) checkedNeffs[place] = known = NeffFile.Read(neff);
        MetaCheck.RefuseUnlessAlike(meta, known, neff);
        return new TorchScriptSubgraph(owner.Path, owner.Object, neff, meta, known, IsUsed: false);
    }
}

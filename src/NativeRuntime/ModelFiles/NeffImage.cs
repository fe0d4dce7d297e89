using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>What a load of a subgraph needs of its file, which is open meanwhile: the NEFF, and the states in their order, wherever they are kept.</summary>
internal sealed class NeffImage : IDisposable
{
    private readonly FileBytes _file;

    private NeffImage(FileBytes file, ByteSource neff, ImmutableArray<ByteSource> states) => (_file, Neff, States) = (file, neff, states);

    public ByteSource Neff { get; }

    /// <summary>The bytes of <see cref="SubgraphFile.States"/>.</summary>
    public ImmutableArray<ByteSource> States { get; }

    /// <summary>How many bytes the states take.</summary>
    public long StateBytes => States.Sum(state => state.Length);

    /// <summary>Opens the file of a subgraph. Blocks.</summary>
    /// <exception cref="ModelFileException">It cannot be read, and why.</exception>
    public static NeffImage Open(SubgraphFile subgraph)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        var file = FileBytes.Open(subgraph.Path);
        try
        {
            var (neff, states) = Find(file, subgraph);
            return new NeffImage(file, neff, states);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static (ByteSource Neff, ImmutableArray<ByteSource> States) Find(FileBytes file, SubgraphFile subgraph)
    {
        if (subgraph.Entry is not { } entry) return (file, []);

        // Thirty-two replicas are thirty-two loads; only a file that has changed since is looked through again.
        if (At(file, subgraph.Location, $"the subgraph '{entry}'") is { } neff)
        {
            var states = subgraph.States.Select(state => At(file, state.Location, $"the tensor '{state.Path}'")).ToArray();
            if (!states.Contains(null)) return (neff, [.. states.OfType<ByteSource>()]);
        }

        var found = TorchScriptModel.Read(file).Subgraphs.FirstOrDefault(each => each.Name == entry) ?? throw file.Flaw($"it has no subgraph '{entry}' any more");
        return found.States.Select(state => state.Input.Spec.ToString()).SequenceEqual(subgraph.States.Select(state => state.Input.ToString()))
            ? (found.Neff, [.. found.States.Select(state => state.Content)])
            : throw file.Flaw($"its subgraph '{entry}' is given other tensors by its module than when the file was read");
    }

    private static ByteSource? At(FileBytes file, NeffLocation? location, string place) =>
        location is { } at && at.FileLength == file.Length && at.LastWrite == file.LastWrite ? file.Slice(at.Offset, at.Length, place) : null;
}

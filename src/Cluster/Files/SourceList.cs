namespace NeuronActors.Cluster.Files;

/// <summary>The sources of one download: the first is asked until it fails, and never again after that.</summary>
internal sealed class SourceList(IReadOnlyList<IModelFileSource> sources)
{
    private readonly List<string> _failures = [];
    private int _first;

    /// <summary>The source to ask.</summary>
    /// <exception cref="ModelTransferException">None is left; the reasons.</exception>
    public IModelFileSource Current => _first < sources.Count
        ? sources[_first]
        : throw new ModelTransferException(
            TransferFailure.NoSource,
            _failures.Count == 0 ? "No node is known that has the model's files." : $"No node gave the model's files: {string.Join("; ", _failures)}.");

    /// <summary>Leaves the source that was asked.</summary>
    public void Leave(string why) => _failures.Add($"{sources[_first++].Name}: {why}");
}

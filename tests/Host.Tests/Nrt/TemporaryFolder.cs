namespace NeuronActors.Node.Tests.Nrt;

/// <summary>A folder for the files of one spec; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("neuron-actors-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text file, with the folders that it needs.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System.Text;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.Contract;

/// <summary>A folder of its own for the model files of one test; gone afterwards.</summary>
public sealed class ModelFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("neuron-actors-").FullName;

    /// <summary>Writes a file; its name without extensions is the subgraph's.</summary>
    public SubgraphFile Write(string fileName, SubgraphFormat format, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(Path, fileName);
        File.WriteAllBytes(path, content);
        return new SubgraphFile(fileName[..fileName.IndexOf('.', StringComparison.Ordinal)], path, format);
    }

    /// <summary>Writes a description for the simulator.</summary>
    public SubgraphFile WriteSimulated(string name, string json) =>
        Write($"{name}.sim.json", SubgraphFormat.Simulated, Encoding.UTF8.GetBytes(json));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript;
using NeuronActors.NativeRuntime.Simulated.Models;

namespace NeuronActors.NativeRuntime.ModelFiles.Inspection;

/// <summary>All that a model file says of itself, also what no runtime needs. Nothing is loaded, and no device is needed.</summary>
/// <param name="Path">The full path it was read from.</param>
/// <param name="Format">What kind of file it is.</param>
/// <param name="Subgraphs">Its subgraphs in the order of their first use; those that are not used last.</param>
/// <param name="Forward">What the model does with them.</param>
/// <param name="HostOperators">What it runs on the host besides, each operator once, in the order of first use.</param>
public sealed record ModelInspection(
    string Path, ModelFormat Format, ImmutableArray<InspectedSubgraph> Subgraphs, ForwardKind Forward, ImmutableArray<string> HostOperators)
{
    private static readonly SimulatedModelLoader Loader = new(OnnxSignature.Read);

    /// <summary>The names of the subgraphs in the order in which they are executed; one that is executed twice is in here twice.</summary>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>Why the model runs in parts only; null for one that runs as a whole, or has nothing to run.</summary>
    public string? RunsInPartsBecause { get; init; }

    /// <summary>Reads a model file or folder. Blocks; large files are read from end to end.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged or of no known kind; the message says what and where.</exception>
    public static ModelInspection Read(string path)
    {
        var package = ModelFile.Read(path);
        if (TorchScriptFile.TryFromPath(package.Path, out _) && File.Exists(package.Path)) return ReadArchive(package);

        var isFolder = Directory.Exists(package.Path);
        var format = isFolder ? ModelFormat.Folder : FormatOf(package.Subgraphs[0].Format);
        var subgraphs = package.Subgraphs.Select(Inspect).ToImmutableArray();
        return new ModelInspection(package.Path, format, subgraphs, subgraphs.IsEmpty ? ForwardKind.None : ForwardKind.Chain, [])
        {
            Calls = [.. subgraphs.Select(subgraph => subgraph.Name)],
        };
    }

    private static ModelInspection ReadArchive(ModelPackage package)
    {
        using var file = FileBytes.Open(package.Path);
        var model = TorchScriptModel.Read(file);
        return new ModelInspection(
            package.Path,
            ModelFormat.TorchScript,
            [.. model.Subgraphs.Select(subgraph => Inspect(subgraph.Name, subgraph.IsUsed, subgraph.Neff, subgraph.Meta))],
            model.Forward.Kind,
            model.Forward.HostOperators)
        {
            Calls = [.. model.Forward.Calls.Select(call => model.Subgraphs.First(subgraph => subgraph.Object == call.Target).Name)],
            RunsInPartsBecause = package.RunsInPartsBecause,
        };
    }

    private static InspectedSubgraph Inspect(SubgraphFile subgraph)
    {
        if (subgraph.Format == SubgraphFormat.Neff)
        {
            using var file = FileBytes.Open(subgraph.Path);
            return Inspect(subgraph.Name, isUsed: true, file, SubgraphFormats.ReadMeta(subgraph.Path));
        }

        try
        {
            var signature = Loader.Read(subgraph).Signature;
            return new InspectedSubgraph(
                subgraph.Name, IsUsedInForward: true, [.. signature.Inputs.Select(InspectedTensor.Of)], [.. signature.Outputs.Select(InspectedTensor.Of)]);
        }
        catch (NeuronRuntimeException unreadable)
        {
            throw new ModelFileException(subgraph.Path, unreadable.Message.Replace($"{subgraph.Path}: ", "", StringComparison.Ordinal), unreadable);
        }
    }

    private static InspectedSubgraph Inspect(string name, bool isUsed, ByteSource bytes, MetaNeff? meta)
    {
        var neff = NeffFile.Read(bytes);
        var inputs = meta is null ? neff.Inputs.Select(InspectedTensor.Of) : meta.Inputs.Select(InspectedTensor.Of);
        var outputs = meta is null ? neff.Outputs.Select(InspectedTensor.Of) : meta.Outputs.Select(InspectedTensor.Of);
        return new InspectedSubgraph(name, isUsed, [.. inputs], [.. outputs]) { Neff = neff, Digest = NeffDigest.Of(bytes, neff.Header) };
    }

    private static ModelFormat FormatOf(SubgraphFormat format) => format switch
    {
        SubgraphFormat.Neff => ModelFormat.Neff,
        SubgraphFormat.Simulated => ModelFormat.Simulated,
        _ => ModelFormat.Onnx,
    };
}

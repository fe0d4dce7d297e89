using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
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
        var fullPath = ModelFile.Find(path);
        if (!Directory.Exists(fullPath))
        {
            if (TorchScriptFile.TryFromPath(fullPath, out var archive)) return ReadArchive(fullPath, archive);

            // The same checks as those of a load, and the bytes are read for them once.
            if (SubgraphFormats.TryFromPath(fullPath, out var kind, out var stem) && kind == SubgraphFormat.Neff)
            {
                return Of(fullPath, ModelFormat.Neff, [Inspect(new SubgraphFile(stem, fullPath, kind))]);
            }
        }

        var package = ModelFile.Read(fullPath);
        var format = Directory.Exists(fullPath) ? ModelFormat.Folder : FormatOf(package.Subgraphs[0].Format);
        return Of(fullPath, format, [.. package.Subgraphs.Select(Inspect)]);
    }

    private static ModelInspection Of(string path, ModelFormat format, ImmutableArray<InspectedSubgraph> subgraphs) =>
        new(path, format, subgraphs, subgraphs.IsEmpty ? ForwardKind.None : ForwardKind.Chain, []) { Calls = [.. subgraphs.Select(subgraph => subgraph.Name)] };

    private static ModelInspection ReadArchive(string path, string stem)
    {
        using var file = FileBytes.Open(path);
        var model = TorchScriptModel.Read(file);
        return new ModelInspection(
            path,
            ModelFormat.TorchScript,
            [.. model.Subgraphs.Select(Inspect)],
            model.Forward.Kind,
            model.Forward.HostOperators)
        {
            Calls = [.. model.Forward.Calls.Select(call => model.Subgraphs.First(subgraph => subgraph.Object == call.Target).Name)],
            RunsInPartsBecause = TorchScriptFile.Package(file, stem, model).RunsInPartsBecause,
        };
    }

    private static InspectedSubgraph Inspect(SubgraphFile subgraph)
    {
        if (subgraph.Format == SubgraphFormat.Neff)
        {
            using var file = FileBytes.Open(subgraph.Path);
            var neff = NeffFile.Read(file);
            var meta = SubgraphFormats.ReadMeta(file, neff);
            return new InspectedSubgraph(
                subgraph.Name,
                IsUsedInForward: true,
                meta is null ? [.. neff.Inputs.Select(InspectedTensor.Of)] : [.. meta.Inputs.Select(InspectedTensor.Of)],
                meta is null ? [.. neff.Outputs.Select(InspectedTensor.Of)] : [.. meta.Outputs.Select(InspectedTensor.Of)])
            {
                Neff = neff,
                Digest = NeffDigest.Of(file, neff.Header),
            };
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

    private static InspectedSubgraph Inspect(TorchScriptSubgraph subgraph)
    {
        var states = subgraph.States.ToDictionary(state => state.Index, state => state.Path);
        var updates = subgraph.Updates.ToDictionary(update => update.Output, update => states[update.Input]);
        return new InspectedSubgraph(
            subgraph.Name,
            subgraph.IsUsed,
            [.. subgraph.Meta.Inputs.Select((input, i) => InspectedTensor.Of(input) with { Parameter = states.GetValueOrDefault(i) })],
            [.. subgraph.Meta.Outputs.Select((output, i) => InspectedTensor.Of(output) with { Parameter = updates.GetValueOrDefault(i) })])
        {
            Neff = subgraph.Description,
            Digest = NeffDigest.Of(subgraph.Neff, subgraph.Description.Header),
        };
    }

    private static ModelFormat FormatOf(SubgraphFormat format) => format switch
    {
        SubgraphFormat.Neff => ModelFormat.Neff,
        SubgraphFormat.Simulated => ModelFormat.Simulated,
        _ => ModelFormat.Onnx,
    };
}

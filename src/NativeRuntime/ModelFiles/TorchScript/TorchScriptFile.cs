using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>Reads a TorchScript archive as a model.</summary>
internal static class TorchScriptFile
{
    private static readonly ImmutableArray<string> Endings = [".pt", ".pth", ".ts"];

    /// <summary>All endings, for error messages.</summary>
    public const string KnownEndings = ".pt, .pth or .ts";

    /// <summary>Whether a file is one by its name, and that name without the ending.</summary>
    public static bool TryFromPath(string path, out string stem)
    {
        var name = Path.GetFileName(path);
        foreach (var ending in Endings)
        {
            if (name.Length <= ending.Length || !name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) continue;

            stem = name[..^ending.Length];
            return true;
        }

        stem = "";
        return false;
    }

    /// <exception cref="ModelFileException">It is damaged, hostile, or no TorchScript.</exception>
    public static ModelPackage Read(string path, string stem)
    {
        using var file = FileBytes.Open(path);
        return Package(file, stem, TorchScriptModel.Read(file));
    }

    /// <summary>An archive that has been read, as a model.</summary>
    /// <exception cref="ModelFileException">A subgraph is given more or fewer tensors than it takes.</exception>
    public static ModelPackage Package(FileBytes file, string stem, TorchScriptModel model)
    {
        var used = model.Subgraphs.Where(subgraph => subgraph.IsUsed).Select(subgraph => Describe(file, subgraph)).ToImmutableArray();
        var package = new ModelPackage(file.Path, stem, used);
        return model.Forward.Kind switch
        {
            ForwardKind.None => package,
            ForwardKind.HostOperators => package with { RunsInPartsBecause = WhyInParts(model.Forward.HostOperators) },
            _ => Chained(package, TorchScriptFlow.Of(model, message => file.Flaw(message))),
        };
    }

    private static ModelPackage Chained(ModelPackage package, (ImmutableArray<ModelStep> Steps, ImmutableArray<string> Outputs, string? WhyNot) flow)
    {
        if (flow.WhyNot is not null) return package with { RunsInPartsBecause = flow.WhyNot };
        if (flow.Steps.Length != package.Subgraphs.Length) return package with { Steps = flow.Steps, Outputs = flow.Outputs };

        // Each once: then the names can stand where those of any other model stand.
        var named = package.Subgraphs.Zip(flow.Steps, (subgraph, step) => subgraph with { InputNames = step.InputNames, OutputNames = step.OutputNames });
        return package with { Subgraphs = [.. named], Outputs = flow.Outputs };
    }

    /// <summary>What is to be known of a subgraph in order to load it.</summary>
    public static SubgraphFile Describe(FileBytes file, TorchScriptSubgraph subgraph) =>
        new(subgraph.Name, file.Path, SubgraphFormat.Neff)
        {
            Entry = subgraph.Name,
            Signature = subgraph.Signature,
            Location = Locate(file, subgraph.Neff),
            States = [.. subgraph.States.Select(state => new SubgraphState(state.Input.Spec, state.Path) { Location = Locate(file, state.Content) })],
            Updates = [.. subgraph.Updates.Select(each => new StateUpdate(subgraph.Meta.Outputs[each.Output].Spec, subgraph.Meta.Inputs[each.Input].Spec.Name, each.IsGiven))],
        };

    private static NeffLocation? Locate(FileBytes file, ByteSource part) =>
        part.FileOffset is { } offset ? new NeffLocation(offset, part.Length, file.Length, file.LastWrite) : null;

    private static string WhyInParts(ImmutableArray<string> operators)
    {
        const int Shown = 10;
        var names = string.Join(", ", operators.Take(Shown)) + (operators.Length > Shown ? ", …" : "");
        return operators.Length == 1
            ? $"its forward runs the operator {names} on the host, which no NeuronCore can run"
            : $"its forward runs the operators {names} on the host, which no NeuronCore can run";
    }
}

using System.Globalization;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Inspection;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using Spectre.Console;

namespace NeuronActors.Node.Inspect;

/// <summary>Shows a model file to people.</summary>
internal static class InspectView
{
    private static readonly Style Aside = new(Color.Grey);
    private static readonly Style Heading = new(Color.Cyan1, decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, ModelInspection model)
    {
        console.WriteLine();
        console.WriteLine(Path.GetFileName(model.Path), Heading);
        console.Write(Facts(
        [
            ("Format", InspectJson.NameOf(model.Format)),
            ("Subgraphs", CountOf(model)),
            ("Forward", ForwardOf(model)),
            ("As a model", model.RunsInPartsBecause is null ? null : "Runs in parts: each subgraph can be called by its name, the whole cannot."),
        ]));

        foreach (var subgraph in model.Subgraphs) Write(console, subgraph);
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, InspectedSubgraph subgraph)
    {
        console.WriteLine();
        console.Write(new Text(subgraph.Name, Heading));
        console.WriteLine(subgraph.IsUsedInForward ? "" : "  not used by forward, and so not placed", Aside);
        console.Write(Facts([.. Tensors("Inputs", subgraph.Inputs), .. Tensors("Outputs", subgraph.Outputs), .. NeffFacts(subgraph)]));
    }

    private static Grid Facts(IEnumerable<(string Name, string? Fact)> facts)
    {
        var grid = new Grid { Expand = false }.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 3, 0) }).AddColumn();
        foreach (var (name, fact) in facts.Where(each => each.Fact is not null)) grid.AddRow(new Text(name, Aside), new Text(fact!));
        return grid;
    }

    private static string CountOf(ModelInspection model)
    {
        var unused = model.Subgraphs.Count(subgraph => !subgraph.IsUsedInForward);
        return unused == 0 ? $"{model.Subgraphs.Length}" : $"{model.Subgraphs.Length}, {unused} of them not used";
    }

    private static string ForwardOf(ModelInspection model) => model.Forward switch
    {
        ForwardKind.None => "none: it uses no compiled subgraph, so there is nothing to place",
        ForwardKind.HostOperators => $"host-operators: {string.Join(", ", model.HostOperators)}",
        _ => $"chain: {string.Join(" → ", model.Calls)}",
    };

    private static IEnumerable<(string Name, string? Fact)> Tensors(string role, ImmutableArray<InspectedTensor> tensors) =>
        tensors.Select((tensor, i) => (i == 0 ? role : "", (string?)Describe(tensor, isInput: role == "Inputs")));

    private static string Describe(InspectedTensor tensor, bool isInput)
    {
        var type = tensor is { ElementType: { } element, Shape: { } shape } ? $" {element.OipName()} {shape}" : "";
        var bytes = tensor.Bytes is { } count ? $", {Number(count)} bytes" : "";
        var unknown = type.Length == 0 ? "; shape and type are only known once it is loaded, or from a .metaneff beside it" : "";
        var parameter = tensor.Parameter is not { } path ? "" : isInput ? $", from the file: {path}" : $", stays on the device as {path}";
        return $"{tensor.Name}{type}{bytes}{parameter}{(tensor.AllowsDynamicBatch ? ", compiled for any batch in pieces of this size" : "")}{unknown}";
    }

    private static IEnumerable<(string Name, string? Fact)> NeffFacts(InspectedSubgraph subgraph)
    {
        if (subgraph is not { Neff: { } neff, Digest: { } digest }) yield break;

        var header = neff.Header;
        yield return ("NEFF", $"{(header.Name.Length == 0 ? "without a name" : header.Name)}, {Number(neff.Size)} bytes, {neff.Members.Length} files in it");
        yield return ("Version", $"{header.MajorVersion}.{header.MinorVersion}, package {header.PackageVersion}{(header.BuildVersion.Length == 0 ? "" : $", built by {header.BuildVersion}")}");
        yield return ("Target", neff.Target ?? "not said");
        yield return ("Cores", CoresOf(header));
        yield return ("Features", header.FeatureBits == 0 ? "none needed" : $"0x{header.FeatureBits:x}");
        yield return ("UUID", header.Uuid);
        yield return ("SHA-256", digest.Sha256);
        yield return ("Hash", digest.HashMatches ? "that of the header matches the content" : "that of the header does not match the content; a runtime that validates it will refuse the file");
    }

    private static string CoresOf(NeffHeader header) =>
        $"compiled for {header.CoreCount}, asks for {header.RequestedCoreCount}{(header.LogicalCoreSize > 1 ? $", logical cores of {header.LogicalCoreSize}" : "")}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Changes;

/// <summary>Shows what came of a load or a move.</summary>
internal static class ChangeView
{
    public static void WriteLoad(IAnsiConsole console, ChangeResult result)
    {
        if (result.PoolVersion is not null) console.WriteText($"{result.Model} is loaded on {CoresOfPool(result.Now)}.");
        else if (result.Now.Subgraphs.IsEmpty) console.WriteText($"{result.Model} is loaded.");
        foreach (var subgraph in result.Now.Subgraphs) console.WriteText($"{NameOf(result, subgraph)} is loaded on {Cores(result, subgraph)}.");
        console.WriteText($"It took {Took(result)}.", new Style(Color.Grey));
    }

    public static void WriteMove(IAnsiConsole console, ChangeResult result)
    {
        if (result.PoolVersion is { } version)
        {
            Write(console, result.Model, result.Earlier is null ? "nowhere" : Parts(result.Earlier), Parts(result.Now), CoresOfPool(result.Now));
            console.WriteText($"Pool version {version}, in force after {Took(result)}.", new Style(Color.Grey));
            return;
        }

        foreach (var subgraph in result.Now.Subgraphs)
        {
            var before = result.Earlier?.Subgraphs.FirstOrDefault(each => each.Name == subgraph.Name);
            var to = Cores(result, subgraph);
            Write(console, NameOf(result, subgraph), before is null ? "nowhere" : Cores(result, before), to, to);
        }

        console.WriteText($"Epoch {result.Epoch}, in force after {Took(result)}.", new Style(Color.Grey));
    }

    private static void Write(IAnsiConsole console, string name, string from, string to, string toInFull) =>
        console.WriteText(from == to ? $"{name} stays on {toInFull}." : $"{name}: {from} → {toInFull}");

    private static string Took(ChangeResult result) => Figures.Of(TimeSpan.FromMilliseconds(result.Milliseconds));

    private static string NameOf(ChangeResult result, NodePlacement.Subgraph subgraph) =>
        result.Now.Subgraphs.Length == 1 || subgraph.Name == result.Model ? result.Model : $"{result.Model}/{subgraph.Name}";

    private static string Cores(ChangeResult result, NodePlacement.Subgraph subgraph) => $"{(result.Node is { } node ? $"{node} " : "")}{Cores(subgraph.Cores)}";

    private static string Cores(ImmutableArray<int> cores) => cores.Length == 1 ? $"core {CoreText.Of(cores)}" : $"cores {CoreText.Of(cores)}";

    // pool cores 6–9: n2 cores 2 and 3, n3 cores 0 and 1
    private static string CoresOfPool(NodePlacement placement) =>
        placement is { StartNc: { } start, NcCount: { } count } ? $"pool {Cores(Run(start, count))}: {Parts(placement)}" : Parts(placement);

    private static string Parts(NodePlacement placement) =>
        placement.Parts.IsEmpty ? "nowhere" : string.Join(", ", placement.Parts.Select(part => $"{part.Node} {Cores(Run(part.StartNc, part.NcCount))}"));

    private static ImmutableArray<int> Run(int start, int count) => [.. Enumerable.Range(start, count)];
}

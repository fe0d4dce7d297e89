using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Changes;

/// <summary>Shows what came of a load or a move.</summary>
internal static class ChangeView
{
    public static void WriteLoad(IAnsiConsole console, ChangeResult result)
    {
        foreach (var subgraph in result.Subgraphs) console.WriteText($"{NameOf(result, subgraph)} is loaded on {Cores(subgraph)}.");
        if (result.Subgraphs.IsEmpty) console.WriteText($"{result.Model} is loaded.");
        console.WriteText($"It took {Took(result)}.", new Style(Color.Grey));
    }

    public static void WriteMove(IAnsiConsole console, ChangeResult result)
    {
        foreach (var subgraph in result.Subgraphs)
        {
            var before = result.Before.FirstOrDefault(each => each.Name == subgraph.Name);
            var (from, to) = (before is null ? "nowhere" : Cores(before), Cores(subgraph));
            console.WriteText(from == to ? $"{NameOf(result, subgraph)} stays on {to}." : $"{NameOf(result, subgraph)}: {from} → {to}");
        }

        console.WriteText($"Epoch {result.Epoch}, in force after {Took(result)}.", new Style(Color.Grey));
    }

    private static string Took(ChangeResult result) => Figures.Of(TimeSpan.FromMilliseconds(result.Milliseconds));

    private static string NameOf(ChangeResult result, NodePlacement.Subgraph subgraph) =>
        result.Subgraphs.Length == 1 || subgraph.Name == result.Model ? result.Model : $"{result.Model}/{subgraph.Name}";

    private static string Cores(NodePlacement.Subgraph subgraph) =>
        subgraph.Cores.Length == 1 ? $"core {CoreText.Of(subgraph.Cores)}" : $"cores {CoreText.Of(subgraph.Cores)}";
}

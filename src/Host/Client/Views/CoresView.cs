using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Views;

/// <summary>Shows the cores of a node, or of a pool, node by node.</summary>
internal static class CoresView
{
    // Widths from which on the memory leaves room for the rest.
    private const int WithMemory = 70;
    private const int WithMemoryOfPool = 96;

    public static void Write(IAnsiConsole console, NodeCores table)
    {
        console.WriteHeading(HeadingOf(table));
        var view = Parts.NewTable();
        if (table.IsPool) view.AddColumn(Parts.Words("node").NoWrap()).AddColumn(Parts.Numbers("pool"));
        view
            .AddColumn(Parts.Numbers("core"))
            .AddColumn(Parts.Words("state").NoWrap())
            .AddColumn(Parts.Words("replicas"))
            .AddColumn(Parts.Numbers("in flight"))
            .AddColumn(Parts.Numbers("executed"))
            .AddColumn(Parts.Numbers("failed"));
        var wide = console.Profile.Width >= (table.IsPool ? WithMemoryOfPool : WithMemory);
        if (wide) view.AddColumn(Parts.Numbers("memory"));
        string? node = null;
        foreach (var core in table.Cores)
        {
            view.AddRow(
            [
                .. table.IsPool ? [new Text(core.Node == node ? "" : core.Node ?? "", CoreLook.NodeStyle), new Text($"{core.PoolIndex}")] : (Text[])[],
                new Text($"{core.Index}"),
                new Text(core.Shown, CoreLook.StyleOf(core.Shown)),
                new Text(CoreLook.ReplicasOf(table, core)),
                new Text(Figures.Of(core.InFlight)),
                new Text(Figures.Of(core.Executed)),
                new Text(Figures.Of(core.Failed), core.Failed > 0 ? new Style(Color.Red) : Style.Plain),
                .. wide ? [new Text(CoreLook.MemoryOf(core))] : (Text[])[],
            ]);
            node = core.Node;
        }

        console.Write(view);
        foreach (var core in table.Cores.Where(core => core.Reason is not null)) console.WriteText($"Core {CoreLook.NameOf(core)} is {core.State}: {core.Reason}");
        foreach (var lost in table.Cores.Where(core => core.Reachable == false).Select(core => core.Node).Distinct())
        {
            console.WriteText($"Node {lost} cannot be reached; what is shown of it is what it said last.", new Style(Color.Red));
        }
    }

    private static string HeadingOf(NodeCores table)
    {
        if (table.IsPool) return $"Pool, version {table.PoolVersion}: {Plural.Of(table.Cores.Length, "NeuronCore")} on {Plural.Of(table.Cores.Select(core => core.Node).Distinct().Count(), "node")}";

        var other = table.Cores.FirstOrDefault()?.Node;
        return $"Node {other ?? table.Node}: {Plural.Of(table.Cores.Length, "NeuronCore")}{(other is null || other == table.Node ? $", runtime {table.Runtime}" : "")}";
    }
}

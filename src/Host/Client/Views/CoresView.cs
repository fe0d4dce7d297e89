using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Views;

/// <summary>Shows the cores of a node.</summary>
internal static class CoresView
{
    public static void Write(IAnsiConsole console, NodeCores table)
    {
        console.WriteHeading($"Node {table.Node}: {Plural.Of(table.Cores.Length, "NeuronCore")}, runtime {table.Runtime}");
        var view = Parts.NewTable()
            .AddColumn(Parts.Numbers("core"))
            .AddColumn(Parts.Words("state").NoWrap())
            .AddColumn(Parts.Words("replicas"))
            .AddColumn(Parts.Numbers("in flight"))
            .AddColumn(Parts.Numbers("executed"))
            .AddColumn(Parts.Numbers("failed"))
            .AddColumn(Parts.Numbers("memory"));
        foreach (var core in table.Cores)
        {
            view.AddRow(
                new Text($"{core.Index}"),
                new Text(core.State, CoreLook.StyleOf(core.State)),
                new Text(CoreLook.ReplicasOf(table, core)),
                new Text(Figures.Of(core.InFlight)),
                new Text(Figures.Of(core.Executed)),
                new Text(Figures.Of(core.Failed), core.Failed > 0 ? new Style(Color.Red) : Style.Plain),
                new Text(CoreLook.MemoryOf(core)));
        }

        console.Write(view);
        foreach (var core in table.Cores.Where(core => core.Reason is not null)) console.WriteText($"Core {core.Index} is {core.State}: {core.Reason}");
    }
}

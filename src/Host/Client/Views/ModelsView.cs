using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Views;

/// <summary>Shows the models of a node.</summary>
internal static class ModelsView
{
    // Below, what a model takes and gives would be a column of syllables.
    private const int WithTensors = 72;

    public static void Write(IAnsiConsole console, ModelList list)
    {
        if (list.Models.IsEmpty)
        {
            console.WriteLine("The node has no models.");
            return;
        }

        var table = Parts.NewTable()
            .AddColumn(Parts.Words("model").NoWrap())
            .AddColumn(Parts.Numbers("version"))
            .AddColumn(Parts.Words("state").NoWrap())
            .AddColumn(Parts.Words("cores"))
            .AddColumn(Parts.Numbers("p50"))
            .AddColumn(Parts.Numbers("p99"));
        var wide = console.Profile.Width >= WithTensors;
        if (wide) table.AddColumn(Parts.Words("takes")).AddColumn(Parts.Words("gives"));
        foreach (var model in list.Models)
        {
            table.AddRow(
            [
                new Text(model.Name),
                new Text(model.Version ?? ""),
                new Text(model.State, model.State == "READY" ? new Style(Color.Green) : new Style(Color.Yellow)),
                new Text(model.Where),
                new Text(Figures.OfMilliseconds(model.P50Ms)),
                new Text(Figures.OfMilliseconds(model.P99Ms)),
                .. wide ? [new Text(string.Join(", ", model.Inputs)), new Text(string.Join(", ", model.Outputs))] : (Text[])[],
            ]);
        }

        console.Write(table);
        foreach (var model in list.Models.Where(model => model.Reason is not null)) console.WriteText($"{model.Name}: {model.Reason}");
    }
}

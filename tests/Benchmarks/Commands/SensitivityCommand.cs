using System.CommandLine;
using System.Globalization;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using Spectre.Console;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>sensitivity</c>: how much a setting matters, all of its values in turn within each round.</summary>
internal static class SensitivityCommand
{
    private static readonly Option<string> Key = new("--key")
    {
        Description = "The setting.",
        DefaultValueFactory = _ => "neuron.core.max-in-flight",
    };

    private static readonly Option<string[]> Values = new("--values")
    {
        Description = "Its values.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["2", "4", "8", "16", "32"],
    };

    private static readonly Option<bool> Smoke = new("--smoke") { Description = "Very briefly, only to show that it runs." };

    public static Command Make()
    {
        var command = new Command("sensitivity", "Throughput by the values of one setting.") { Key, Values, Smoke };
        command.SetAction(parsed => Run(
            parsed.GetValue(Key)!, parsed.GetValue(Values)!, parsed.GetValue(Smoke) ? Effort.Smoke : Effort.Full));
        return command;
    }

    private static void Run(string key, string[] values, Effort effort)
    {
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns(["load", .. values.Select(value => Markup.Escape($"{key} = {value}"))]);
        foreach (var load in SensitivityLoad.All)
        {
            var rates = load.Measure([.. values.Select(value => new Conditions(effort, $"{key} = {value}"))]);
            table.AddRow([load.Name, .. rates.Select(Cell)]);
        }

        if (System.Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
    }

    private static string Cell(double[] rates) => string.Create(
        CultureInfo.InvariantCulture, $"{Reports.Statistics.Median(rates):#,##0}/s ({rates.Min():#,##0} … {rates.Max():#,##0})");
}

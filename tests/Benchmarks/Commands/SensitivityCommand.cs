using System.CommandLine;
using System.Globalization;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
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

    private static readonly Option<string[]> Loads = new("--load")
    {
        Description = $"Only this load; may be repeated: {string.Join(", ", SensitivityLoad.All.Select(load => load.Name))}.",
    };

    public static Command Make()
    {
        var command = new Command("sensitivity", "Throughput by the values of one setting.") { Key, Values, Loads };
        foreach (var option in EffortOptions.All) command.Add(option);
        command.SetAction(parsed => Run(
            parsed.GetValue(Key)!, parsed.GetValue(Values)!, parsed.GetValue(Loads) ?? [], EffortOptions.Of(parsed)));
        return command;
    }

    private static void Run(string key, string[] values, string[] loads, Effort effort)
    {
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns(["rate (of the rounds), CPU for each", .. values.Select(value => Markup.Escape($"{key} = {value}"))]);
        foreach (var load in SensitivityLoad.All.Where(load => loads.Length == 0 || loads.Contains(load.Name)))
        {
            var results = load.Measure([.. values.Select(value => new Conditions(effort, $"{key} = {value}"))]);
            table.AddRow([load.Description, .. results.Select(Cell)]);
        }

        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 250;
        AnsiConsole.Write(table);
    }

    private static string Cell(Throughput.Rounds rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Statistics.Median(rounds.PerSecond):#,##0}/s ({rounds.PerSecond.Min():#,##0} … {rounds.PerSecond.Max():#,##0}), {Statistics.Median(rounds.Cpu):0.##} µs");
}

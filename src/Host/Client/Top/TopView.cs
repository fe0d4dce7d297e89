using System.Globalization;
using NeuronActors.Node.Client.Views;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Top;

/// <summary>Draws a frame onto a console, within its width; of many cores as many as the height leaves room for.</summary>
internal static class TopView
{
    private const int LongestBar = 20;
    private const int ShortestBar = 4;
    private const int BesidesBar = 64;
    private const int ReplicasWidth = 24;
    private const int MemoryWidth = 12;

    // Widths from which on a column has room.
    private const int WithReplicas = 96;
    private const int WithMemory = 112;
    private const int WithParts = 100;
    private const int WithFailures = 66;

    // Lines besides the rows of the tables: a title, two heads with their rules and air, and the keys.
    private const int BesidesRows = 11;

    public static void Write(IAnsiConsole console, TopFrame frame, TopState state, int height, string? trouble = null)
    {
        console.Write(new Text($"{frame.Node}", new Style(Color.Cyan1, decoration: Decoration.Bold)));
        console.WriteLine($"  {frame.Runtime}, {Plural.Of(frame.Cores.Length, "core")}, {Rate(frame.PerSecond)} results/s{(state.IsPaused ? ", paused" : "")}");
        if (trouble is not null) console.WriteText(trouble, new Style(Color.Red));
        var room = Math.Max(1, height - BesidesRows - frame.Models.Length);
        WriteCores(console, frame, state, room);
        WriteModels(console, frame);
    }

    private static void WriteCores(IAnsiConsole console, TopFrame frame, TopState state, int room)
    {
        var (wide, widest) = (console.Profile.Width >= WithReplicas, console.Profile.Width >= WithMemory);
        var besides = BesidesBar + (wide ? ReplicasWidth : 0) + (widest ? MemoryWidth : 0);
        var width = Math.Clamp(console.Profile.Width - besides, ShortestBar, LongestBar);
        var table = Parts.NewTable()
            .AddColumn(Parts.Numbers("core"))
            .AddColumn(Parts.Words("state").NoWrap())
            .AddColumn(new TableColumn("busy") { Width = width + 5, NoWrap = true })
            .AddColumn(Parts.Numbers("exec/s"))
            .AddColumn(Parts.Numbers("in flight"));
        if (console.Profile.Width >= WithFailures) table.AddColumn(Parts.Numbers("fail/s"));
        if (widest) table.AddColumn(Parts.Numbers("memory"));
        if (wide) table.AddColumn(Parts.Words("replicas").NoWrap());

        var ordered = state.Order(frame.Cores);
        var top = Math.Clamp(state.Top, 0, Math.Max(0, ordered.Length - room));
        foreach (var core in ordered.Skip(top).Take(room))
        {
            List<Text> cells =
            [
                new($"{core.Index}"),
                new(core.State, CoreLook.StyleOf(core.State)),
                new($"{core.Busy * 100,3:0}% {Bar.Of(console, core.Busy, 1, width)}", new Style(core.Busy > 0.9 ? Color.Yellow : Color.Green)),
                new(Rate(core.PerSecond)),
                new($"{core.InFlight}"),
            ];
            if (console.Profile.Width >= WithFailures) cells.Add(new Text(Rate(core.FailedPerSecond), core.FailedPerSecond > 0 ? new Style(Color.Red) : Style.Plain));
            if (widest) cells.Add(new Text(core.MemoryUsed == 0 ? "–" : CoreLook.Bytes(core.MemoryUsed)));
            if (wide) cells.Add(new Text(core.Replicas) { Overflow = Overflow.Ellipsis });
            table.AddRow(cells);
        }

        console.Write(table);
        if (ordered.Length > room) console.WriteText($"cores {top + 1} to {Math.Min(top + room, ordered.Length)} of {ordered.Length}", new Style(Color.Grey));
    }

    private static void WriteModels(IAnsiConsole console, TopFrame frame)
    {
        var wide = console.Profile.Width >= WithParts;
        var table = Parts.NewTable().AddColumn(Parts.Words("model").NoWrap()).AddColumn(Parts.Words("cores").NoWrap());
        foreach (var title in (string[])["results/s", "fail/s", "latency", .. wide ? ["queued", "executed"] : (string[])[], "waiting"]) table.AddColumn(Parts.Numbers(title));
        foreach (var model in frame.Models)
        {
            List<Text> cells =
            [
                new($"{model.Name} {model.Version}"),
                new(CoreText.Of(model.Cores)) { Overflow = Overflow.Ellipsis },
                new(Rate(model.PerSecond)),
                new(Rate(model.FailedPerSecond), model.FailedPerSecond > 0 ? new Style(Color.Red) : Style.Plain),
                new(Time(model.LatencyMs)),
            ];
            if (wide) cells.AddRange([new Text(Time(model.QueuedMs)), new Text(Time(model.ExecutedMs))]);
            cells.Add(new Text(model.Waiting.ToString("0.#", CultureInfo.InvariantCulture)));
            table.AddRow(cells);
        }

        if (frame.Models.IsEmpty) console.WriteText("No model is loaded.");
        else console.Write(table);
    }

    private static string Rate(double perSecond) => perSecond.ToString(perSecond is > 0 and < 10 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    private static string Time(double? milliseconds) => milliseconds is { } time ? Figures.Of(TimeSpan.FromMilliseconds(time)) : "–";
}

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
    private const int PoolWidth = 18;
    private const int ReplicasWidth = 24;
    private const int MemoryWidth = 12;

    // Widths from which on a column has room.
    private const int WithReplicas = 96;
    private const int WithMemory = 112;
    private const int WithParts = 110;
    private const int WithFailures = 66;
    private const int WithWaiting = 76;

    // Lines besides the rows of the tables: a title, two heads with their rules and air, and the keys.
    private const int BesidesRows = 11;

    /// <summary>Draws it.</summary>
    /// <param name="console">What it is drawn on.</param>
    /// <param name="frame">What there is to see.</param>
    /// <param name="state">How it is to be shown.</param>
    /// <param name="height">How many lines there are.</param>
    /// <param name="trouble">Why there is nothing newer.</param>
    public static void Write(IAnsiConsole console, TopFrame frame, TopState state, int height, string? trouble = null)
    {
        console.Write(new Text($"{frame.Node}", new Style(Color.Cyan1, decoration: Decoration.Bold)));
        console.WriteLine($"  {WhatOf(frame)}, {Rate(frame.PerSecond)} results/s{(state.IsPaused ? ", paused" : "")}");
        string[] notes = trouble is null ? [.. frame.Notes] : [trouble, .. frame.Notes];
        foreach (var note in notes) console.WriteText(note, new Style(Color.Red));
        var room = Math.Max(1, height - BesidesRows - notes.Length - frame.Models.Length - (frame.PoolVersion is null ? 0 : 1));
        WriteCores(console, frame, state, room);
        WriteModels(console, frame);
    }

    private static string WhatOf(TopFrame frame) => frame.PoolVersion is { } version
        ? $"pool version {version}: {Plural.Of(frame.Cores.Select(core => core.Node).Distinct().Count(), "node")}, {Plural.Of(frame.Cores.Length, "core")}"
        : $"{frame.Runtime}, {Plural.Of(frame.Cores.Length, "core")}";

    private static void WriteCores(IAnsiConsole console, TopFrame frame, TopState state, int room)
    {
        var isPool = frame.PoolVersion is not null;
        var available = console.Profile.Width - (isPool ? PoolWidth : 0);
        var (wide, widest, failures) = (available >= WithReplicas, available >= WithMemory, available >= WithFailures);
        var width = Math.Clamp(available - BesidesBar - (wide ? ReplicasWidth : 0) - (widest ? MemoryWidth : 0), ShortestBar, LongestBar);
        var table = Parts.NewTable();
        if (isPool) table.AddColumn(Parts.Words("node").NoWrap()).AddColumn(Parts.Numbers("pool"));
        table
            .AddColumn(Parts.Numbers("core"))
            .AddColumn(Parts.Words("state").NoWrap())
            .AddColumn(new TableColumn("busy") { Width = width + 5, NoWrap = true })
            .AddColumn(Parts.Numbers("exec/s"))
            .AddColumn(Parts.Numbers("in flight"));
        if (failures) table.AddColumn(Parts.Numbers("fail/s"));
        if (widest) table.AddColumn(Parts.Numbers("memory"));
        if (wide) table.AddColumn(Parts.Words("replicas").NoWrap());

        var ordered = state.Order(frame.Cores);
        var top = Math.Clamp(state.Top, 0, Math.Max(0, ordered.Length - room));
        string? node = null;
        foreach (var core in ordered.Skip(top).Take(room))
        {
            List<Text> cells = isPool ? [new(core.Node == node ? "" : core.Node ?? "", CoreLook.NodeStyle) { Overflow = Overflow.Ellipsis }, new($"{core.PoolIndex}")] : [];
            node = core.Node;
            cells.AddRange(
            [
                new($"{core.Index}"),
                new(core.State, CoreLook.StyleOf(core.State)),
                new($"{core.Busy * 100,3:0}% {Bar.Of(console, core.Busy, 1, width)}", new Style(core.Busy > 0.9 ? Color.Yellow : Color.Green)),
                new(Rate(core.PerSecond)),
                new($"{core.InFlight}"),
            ]);
            if (failures) cells.Add(new Text(Rate(core.FailedPerSecond), core.FailedPerSecond > 0 ? new Style(Color.Red) : Style.Plain));
            if (widest) cells.Add(new Text(core.MemoryUsed == 0 ? "–" : CoreLook.Bytes(core.MemoryUsed)));
            if (wide) cells.Add(new Text(core.Replicas) { Overflow = Overflow.Ellipsis });
            table.AddRow(cells);
        }

        console.Write(table);
        if (ordered.Length > room) console.WriteText($"cores {top + 1} to {Math.Min(top + room, ordered.Length)} of {ordered.Length}", new Style(Color.Grey));
    }

    private static void WriteModels(IAnsiConsole console, TopFrame frame)
    {
        var (some, all) = (console.Profile.Width >= WithWaiting, console.Profile.Width >= WithParts);
        var table = Parts.NewTable().AddColumn(Parts.Words("model").NoWrap());
        if (some) table.AddColumn(Parts.Words("cores").NoWrap()).AddColumn(Parts.Numbers("waiting"));
        foreach (var title in (string[])["results/s", .. some ? ["fail/s"] : (string[])[], "p50", "p99", .. all ? ["mean", "queued", "executed"] : (string[])[]]) table.AddColumn(Parts.Numbers(title));
        foreach (var model in frame.Models)
        {
            List<Text> cells = [new($"{model.Name} {model.Version}") { Overflow = Overflow.Ellipsis }];
            if (some)
            {
                cells.Add(new Text(CoreText.Of(model.Cores)) { Overflow = Overflow.Ellipsis });
                cells.Add(new Text(model.Waiting.ToString("0.#", CultureInfo.InvariantCulture)));
            }

            cells.Add(new Text(Rate(model.PerSecond)));
            if (some) cells.Add(new Text(Rate(model.FailedPerSecond), model.FailedPerSecond > 0 ? new Style(Color.Red) : Style.Plain));
            double?[] times = all ? [model.P50Ms, model.P99Ms, model.LatencyMs, model.QueuedMs, model.ExecutedMs] : [model.P50Ms, model.P99Ms];
            cells.AddRange(times.Select(time => new Text(Figures.OfMilliseconds(time))));
            table.AddRow(cells);
        }

        if (frame.Models.IsEmpty) console.WriteText("No model is loaded.");
        else console.Write(table);
        if (frame.PoolVersion is not null) console.WriteText($"Models: of the requests that {frame.Node} took.", new Style(Color.Grey));
    }

    private static string Rate(double perSecond) => perSecond.ToString(perSecond is > 0 and < 10 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);
}

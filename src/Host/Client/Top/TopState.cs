namespace NeuronActors.Node.Client.Top;

/// <summary>How the screen is to be shown: what keys change.</summary>
internal sealed record TopState
{
    /// <summary>The first core that is shown, counted in the order of the sorting.</summary>
    public int Top { get; init; }

    public TopSort Sort { get; init; }

    public bool IsReversed { get; init; }

    public bool IsPaused { get; init; }

    public bool IsOver { get; init; }

    /// <summary>What a key does; what has none does nothing.</summary>
    public TopState After(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.Q or ConsoleKey.Escape } => this with { IsOver = true },
        { Key: ConsoleKey.UpArrow } => this with { Top = Math.Max(0, Top - 1) },
        { Key: ConsoleKey.DownArrow } => this with { Top = Top + 1 },
        { Key: ConsoleKey.PageUp } => this with { Top = Math.Max(0, Top - 10) },
        { Key: ConsoleKey.PageDown } => this with { Top = Top + 10 },
        { Key: ConsoleKey.Home } => this with { Top = 0 },
        { Key: ConsoleKey.RightArrow or ConsoleKey.S } => this with { Sort = Next(1), Top = 0 },
        { Key: ConsoleKey.LeftArrow } => this with { Sort = Next(-1), Top = 0 },
        { Key: ConsoleKey.R } => this with { IsReversed = !IsReversed, Top = 0 },
        { Key: ConsoleKey.P or ConsoleKey.Spacebar } => this with { IsPaused = !IsPaused },
        _ => this,
    };

    /// <summary>Puts cores in order: numbers upwards, loads downwards, unless reversed.</summary>
    public ImmutableArray<TopFrame.CoreRow> Order(ImmutableArray<TopFrame.CoreRow> cores)
    {
        var sorted = Sort switch
        {
            TopSort.Busy => cores.OrderByDescending(core => core.Busy),
            TopSort.Rate => cores.OrderByDescending(core => core.PerSecond),
            TopSort.InFlight => cores.OrderByDescending(core => core.InFlight),
            TopSort.Memory => cores.OrderByDescending(core => core.MemoryUsed),
            _ => cores.OrderBy(core => core.PoolIndex ?? core.Index),
        };
        return IsReversed ? [.. sorted.Reverse()] : [.. sorted];
    }

    private TopSort Next(int step)
    {
        var count = Enum.GetValues<TopSort>().Length;
        return (TopSort)(((int)Sort + step + count) % count);
    }
}

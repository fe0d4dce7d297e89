using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Demo.Claims;

/// <summary>Holds what the demo claims against what was counted. Plain: a result in, claims out.</summary>
internal static class ClaimCheck
{
    /// <summary>Every claim, whether it holds or not.</summary>
    public static ImmutableArray<Claim> Of(DemoResult result)
    {
        var load = result.Load;
        return
        [
            .. result.Scene.Computes ? [new Claim($"All {result.Digits.Count} digits were read right", WrongDigits(result))] : Array.Empty<Claim>(),
            new Claim($"Cores {CoreText.Of(DemoRun.Home.Cores)} took them in turn, and no other core", OutOfTurn(result)),
            new Claim($"All {result.Scene.Cores} cores answered after the move", UnusedCore(result)),
            new Claim("The load and every move left the model exactly where they were asked to", Misplaced(result)),
            new Claim("Between moves all cores of the placement answered, and no others", Stray(result)),
            new Claim("Requests were under way during every move", IdleMove(result)),
            new Claim($"None of {load.Sent:N0} requests failed", load.Failed == 0 ? null : $"{load.Failed:N0} failed, the first with {load.FirstFailure}"),
            new Claim("Every request got exactly one answer", NotExactlyOne(load)),
            .. result.Scene.Computes ? [new Claim("Every answer under load was right", load.Wrong == 0 ? null : $"{load.Wrong:N0} were wrong")] : Array.Empty<Claim>(),
        ];
    }

    private static string? WrongDigits(DemoResult result) =>
        result.Digits.Count > 0 && result.Digits.Right == result.Digits.Count ? null : $"{result.Digits.Right} of {result.Digits.Count} were";

    private static string? OutOfTurn(DemoResult result)
    {
        var turn = DemoRun.Home.Cores;
        if (!result.Scene.Loaded.Cores.SequenceEqual(turn)) return $"the model was loaded on {CoreText.Of(result.Scene.Loaded.Cores)}";

        for (var i = 0; i < result.Digits.Count; i++)
        {
            if (result.Digits.Cores[i] != turn[i % turn.Length]) return $"digit {i} was answered by core {result.Digits.Cores[i]}";
        }

        return null;
    }

    private static string? UnusedCore(DemoResult result)
    {
        var after = result.Load.Before(1).PerCore;
        for (var core = 0; core < result.Scene.Cores; core++)
        {
            if (after[core] == 0) return $"core {core} answered nothing";
        }

        return null;
    }

    private static string? Misplaced(DemoResult result)
    {
        if (result.Scene.Loaded.Range != DemoRun.Home) return $"the load left it as {result.Scene.Loaded}";

        foreach (var move in result.Moves)
        {
            var placement = move.Placement;
            if (placement.Range != move.Wanted || !placement.Cores.SequenceEqual(move.Wanted.Cores)) return $"{move.Call} left it as {placement}";
        }

        return null;
    }

    private static string? Stray(DemoResult result)
    {
        // The first steady phase has the placement of the load, each later one that of the move before it.
        ImmutableArray<NcRange> wanted = [DemoRun.Home, .. result.Moves.Select(move => move.Wanted)];
        for (var steady = 0; steady < wanted.Length; steady++)
        {
            var perCore = result.Load.Before(steady).PerCore;
            for (var core = 0; core < perCore.Length; core++)
            {
                if (perCore[core] > 0 != wanted[steady].Cores.Contains(new VisibleCoreIndex(core)))
                {
                    return $"with the model on {CoreText.Of(wanted[steady].Cores)}, core {core} gave {perCore[core]:N0} answers";
                }
            }
        }

        return null;
    }

    private static string? IdleMove(DemoResult result)
    {
        for (var i = 0; i < result.Moves.Length; i++)
        {
            if (result.Load.During(i).Answers == 0) return $"none was during {result.Moves[i].Call}";
        }

        return null;
    }

    private static string? NotExactlyOne(LoadResult load) =>
        load.Answered != load.Sent ? $"{load.Sent - load.Answered:N0} of {load.Sent:N0} got none"
        : load.Duplicated != 0 ? $"{load.Duplicated:N0} second answers came"
        : null;
}

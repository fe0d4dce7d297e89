using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>Whether a model can be moved again and again while it serves, without a lost or a second answer, and how long requests wait.</summary>
internal sealed class MovesCase : IOverheadCase
{
    public string Name => "moves";

    public string Summary =>
        $"1 replica on {MovesRun.CoreCount} simulated cores × {MovesRun.ExecutionMilliseconds} ms, Poisson at {MovesRun.Load:0 %} load, a move to the next core {MovesRun.PauseMilliseconds} ms after the one before; loads take {MovesRun.LoadMilliseconds} ms";

    public IReadOnlyList<Finding> Run(Conditions conditions) =>
        [.. Enum.GetValues<MovePolicy>().SelectMany(policy => Run(conditions, policy))];

    private static Finding[] Run(Conditions conditions, MovePolicy policy)
    {
        using var run = new MovesRun(conditions, policy);
        for (var round = 0; round < conditions.Effort.MoveRounds; round++) run.Round();
        run.Finish();

        var (steady, moving) = (run.Steady.Microseconds(99) / 1000, run.DuringMoves.Microseconds(99) / 1000);
        var name = $"{policy}, {run.Moves} moves";
        var bound = policy == MovePolicy.UnloadThenLoad ? Target.AtMost(MovesRun.LoadMilliseconds + 2 * steady) : null;
        return
        [
            Finding.Absolute($"{name}: failed or unanswered of {run.Sent}", run.Failed, "", Target.AtMost(0)),
            Finding.Absolute($"{name}: answered or executed twice", run.Duplicated, "", Target.AtMost(0)),
            new Finding($"{name}: p99 during moves, and without", moving, steady, "ms", moving, "ms", bound),
        ];
    }
}

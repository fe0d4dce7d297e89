namespace NeuronActors.Node.Demo.Moves;

/// <summary>A move that the demo makes.</summary>
/// <param name="Call">The call, as it is written.</param>
/// <param name="Wanted">The placement that it must result in.</param>
/// <param name="RunAsync">Makes it.</param>
internal sealed record Move(string Call, NcRange Wanted, Func<CancellationToken, Task<ModelPlacement>> RunAsync)
{
    /// <summary>What it shows.</summary>
    public required string Meaning { get; init; }

    /// <summary>The moves of the demo, in order; the first one is the one that is looked at closely.</summary>
    public static ImmutableArray<Move> AllOf(NeuronCores cores, ModelName model)
    {
        var visible = cores.Visible.Length;
        return
        [
            new Move("SetMulticore()", new NcRange(0, visible), stop => cores.SetMulticoreAsync(model, cancellationToken: stop))
            {
                Meaning = $"{visible - 2} replicas added",
            },
            Set(0, 1, null, "down to one replica"),
            Set(3, 1, MovePolicy.UnloadThenLoad, "none for a moment: requests wait"),
            Set(1, 1, MovePolicy.LoadThenUnload, "one at any time: requests go on"),
            Set(2, 2, null, "back home"),
        ];

        Move Set(int start, int count, MovePolicy? policy, string meaning) => new(
            policy is null ? $"SetNeuronCores({start}, {count})" : $"SetNeuronCores({start}, {count}, {policy})",
            new NcRange(start, count),
            stop => cores.SetNeuronCoresAsync(model, start, count, policy: policy, cancellationToken: stop))
        {
            Meaning = meaning,
        };
    }
}

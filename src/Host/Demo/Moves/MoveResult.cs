namespace NeuronActors.Node.Demo.Moves;

/// <summary>What came of a move.</summary>
/// <param name="Call">The call, as it is written.</param>
/// <param name="Meaning">What it shows.</param>
/// <param name="Wanted">The placement that it must result in.</param>
/// <param name="Placement">The entry of the placement table afterwards.</param>
/// <param name="Took">How long the call took.</param>
internal sealed record MoveResult(string Call, string Meaning, NcRange Wanted, SubgraphPlacement Placement, TimeSpan Took);

namespace NeuronActors.Node.Serving.Inference;

/// <summary>The cores of an answer as text: their visible indices in order, joined by commas.</summary>
internal static class CoreList
{
    // As many cores as the largest instance has. Nearly every answer names one core, and its text is at hand.
    private static readonly ImmutableArray<string> Single = [.. Enumerable.Range(0, 128).Select(index => $"{index}")];

    public static string TextOf(ImmutableArray<VisibleCoreIndex> cores) =>
        cores.Length == 1 && cores[0].Value < Single.Length ? Single[cores[0].Value] : string.Join(',', cores.Select(core => core.Value));
}

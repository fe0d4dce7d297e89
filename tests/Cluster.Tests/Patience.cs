namespace NeuronActors.Cluster.Tests;

/// <summary>How long specs wait for a signal. Nothing takes that long unless it has failed.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Waits for something that has no signal of its own.</summary>
    public static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Long), $"Waited in vain for {what}.");
}

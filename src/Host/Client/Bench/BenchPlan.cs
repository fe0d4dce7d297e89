namespace NeuronActors.Node.Client.Bench;

/// <summary>What a benchmark does.</summary>
/// <param name="Path">Where its requests go.</param>
/// <param name="Concurrency">In a closed loop: how many callers there are, each of which calls again when it has its answer.</param>
/// <param name="Rate">In an open one: requests per second, at random moments, whatever the answers do; null for a closed loop.</param>
/// <param name="WarmUp">How long it runs before anything counts.</param>
/// <param name="Duration">How long it counts.</param>
internal sealed record BenchPlan(string Path, int Concurrency, double? Rate, TimeSpan WarmUp, TimeSpan Duration)
{
    public bool IsOpen => Rate is not null;

    public string Mode => IsOpen ? "poisson" : "closed";
}

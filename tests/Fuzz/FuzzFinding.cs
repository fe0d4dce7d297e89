namespace NeuronActors.Fuzz;

/// <summary>An input that a reader did not bear.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">The number of the input.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFinding(string Target, int Seed, long Number, string What)
{
    public override string ToString() => $"--target {Target} --seed {Seed} --only {Number}: {What}";
}

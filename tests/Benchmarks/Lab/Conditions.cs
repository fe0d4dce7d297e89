namespace NeuronActors.Benchmarks.Lab;

/// <summary>What a case is run under.</summary>
/// <param name="Effort">How much it measures.</param>
/// <param name="Hocon">Settings that differ from the product's defaults; empty for none.</param>
internal sealed record Conditions(Effort Effort, string Hocon = "");

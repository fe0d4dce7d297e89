namespace NeuronActors.Node.Serving.Statistics;

/// <summary>The requests of one batch size.</summary>
/// <param name="Size">How many items they hold.</param>
/// <param name="Input">Reading their inputs.</param>
/// <param name="Infer">Executing.</param>
/// <param name="Output">Writing their outputs.</param>
internal readonly record struct BatchStatistics(long Size, CountedTime Input, CountedTime Infer, CountedTime Output);

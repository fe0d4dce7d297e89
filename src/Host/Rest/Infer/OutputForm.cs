namespace NeuronActors.Node.Rest.Infer;

/// <summary>An output that a request names, and how it is to come.</summary>
/// <param name="Name">The output.</param>
/// <param name="IsBinary">Whether as bytes behind the JSON; null leaves it to the request as a whole.</param>
internal readonly record struct OutputForm(string Name, bool? IsBinary);

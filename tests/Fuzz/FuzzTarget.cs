namespace NeuronActors.Fuzz;

/// <summary>A reader, and how inputs for it are made.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Make">Makes an input from chance.</param>
/// <param name="Read">Reads it.</param>
internal sealed record FuzzTarget(string Name, Func<Random, byte[]> Make, Action<byte[]> Read);

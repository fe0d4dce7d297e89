namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Where one subgraph of a model is on disk.</summary>
/// <param name="Name">Its name within the model.</param>
/// <param name="Path">The full path of its file.</param>
/// <param name="Format">The kind of that file.</param>
public sealed record SubgraphFile(string Name, string Path, SubgraphFormat Format);

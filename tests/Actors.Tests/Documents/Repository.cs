namespace NeuronActors.Tests.Documents;

/// <summary>The documents and settings of the repository, as copied beside the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "repository");

    public static IEnumerable<string> Documents => Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}

namespace NeuronActors.Node.Tests.Documents;

/// <summary>The documents and the deployment files of the repository, as copied beside the tests.</summary>
internal static class Documents
{
    private static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "repository");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}

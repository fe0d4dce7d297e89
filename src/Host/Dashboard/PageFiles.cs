namespace NeuronActors.Node.Dashboard;

/// <summary>The files of the page, which the assembly carries.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "Dashboard/";
    private const string Index = "index.html";

    private readonly Dictionary<string, PageFile> _byPath = Read().ToDictionary(file => file.Path, StringComparer.Ordinal);

    public PageFile? Find(string path) => _byPath.GetValueOrDefault(path);

    private static IEnumerable<PageFile> Read()
    {
        var assembly = typeof(PageFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var name = resource[Prefix.Length..];
            yield return new PageFile(name == Index ? "/" : $"/assets/{name}", MediaTypeOf(name), content);
        }
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has a file of the kind '{other}', and no media type for it."),
    };
}

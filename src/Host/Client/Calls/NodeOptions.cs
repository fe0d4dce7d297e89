using System.CommandLine;

namespace NeuronActors.Node.Client.Calls;

/// <summary>The options that say which node is meant.</summary>
internal sealed class NodeOptions
{
    public const string UrlVariable = "NEURON_ACTORS_URL";
    public const string KeyVariable = "NEURON_ACTORS_API_KEY";

    private const string DefaultUrl = "http://127.0.0.1:8000";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"The node's REST address. [default: {DefaultUrl}, or {UrlVariable}]",
        HelpName = "url",
    };

    private readonly Option<string?> _key = new("--api-key")
    {
        Description = $"The node's API key. Others on this machine can read options: prefer {KeyVariable}.",
        HelpName = "key",
    };

    private readonly Option<string?> _ca = new("--ca") { Description = "With https: the authorities that the node's certificate may be of, PEM.", HelpName = "file" };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "With https: take any certificate." };

    public IEnumerable<Option> All => [_url, _key, _ca, _insecure];

    /// <exception cref="ClientException">The address is none.</exception>
    public NodeAddress Read(ParseResult parsed, Func<string, string?> environment)
    {
        var option = parsed.GetValue(_url);
        var variable = environment(UrlVariable) is { Length: > 0 } set ? set : null;
        var (source, text) = option is not null ? ("--url", option) : (UrlVariable, variable ?? DefaultUrl);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw ClientException.Usage($"{source} is '{text}', and must be a URL like {DefaultUrl}.");
        }

        var key = parsed.GetValue(_key) ?? environment(KeyVariable);
        return new NodeAddress(url, string.IsNullOrEmpty(key) ? null : key, parsed.GetValue(_ca), parsed.GetValue(_insecure));
    }
}

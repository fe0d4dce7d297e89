using System.CommandLine;
using System.Globalization;
using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client.Changes;

/// <summary>What every move may say besides the cores.</summary>
internal sealed class MoveOptions
{
    private readonly Option<string?> _subgraph = new("--subgraph") { Description = "Move this subgraph only. [default: all of the model's]", HelpName = "name" };

    private readonly Option<int?> _version = NumberOption.Whole("--version", "number", "The version to move. [default: the newest]", least: 0);

    private readonly Option<string?> _policy = WordOption.Of(
        "--policy", "The order of a move's halves; the second needs memory for both. [default: the node's]", "unload-then-load", "load-then-unload");

    public IEnumerable<Option> All => [_version, _subgraph, _policy];

    public string PathOf(ClientCall call, string model) => NodePaths.Placement(model, call.Get(_version)?.ToString(CultureInfo.InvariantCulture));

    public Dictionary<string, object> BodyOf(ClientCall call) =>
        new Dictionary<string, object>(StringComparer.Ordinal).With("subgraph", call.Get(_subgraph)).With("policy", call.Get(_policy));
}

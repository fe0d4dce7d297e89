using System.CommandLine;

namespace NeuronActors.Node.Client.Changes;

/// <summary>What every move may say besides the cores.</summary>
internal sealed class MoveOptions
{
    private readonly Option<string?> _subgraph = new("--subgraph") { Description = "Move this subgraph only. [default: all of the model's]", HelpName = "name" };

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "The order of a move's halves; the second needs memory for both. [default: the node's]",
    };

    public MoveOptions() => _policy.AcceptOnlyFromAmong("unload-then-load", "load-then-unload");

    public IEnumerable<Option> All => [_subgraph, _policy];

    public Dictionary<string, object> BodyOf(ClientCall call) =>
        new Dictionary<string, object>(StringComparer.Ordinal).With("subgraph", call.Get(_subgraph)).With("policy", call.Get(_policy));
}

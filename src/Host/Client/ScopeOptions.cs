using System.CommandLine;
using System.CommandLine.Parsing;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.Client.Changes;

namespace NeuronActors.Node.Client;

/// <summary>The options that say whose cores are meant: those of the node that is asked, of another one, or of the whole pool.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<string?> _scope = WordOption.Of("--scope", "Whose cores are meant: the node's that is asked, or those of the whole pool of nodes. [default: node]", "node", "pool");

    private readonly Option<string?> _node = new("--node") { Description = "The cores of this node of the pool, counted as it counts them.", HelpName = "name" };

    private readonly Option<int?> _poolVersion = NumberOption.Whole(
        "--pool-version", "number", "With --scope pool: refuse it if the pool has changed since, so that no number means another core.", least: 1);

    /// <summary>The options of a view.</summary>
    public IEnumerable<Option> OfViews => [_scope, _node];

    /// <summary>The options of a change.</summary>
    public IEnumerable<Option> OfChanges => [_scope, _node, _poolVersion];

    /// <summary>What contradicts itself.</summary>
    public void Check(CommandResult command)
    {
        if (command.GetResult(_node) is not null && command.GetResult(_scope) is not null) command.AddError("--node is one node and --scope says whose cores are meant; give one of them.");
        else if (command.GetResult(_poolVersion) is not null && !IsPool(command)) command.AddError("--pool-version has a meaning only with --scope pool.");
    }

    /// <summary>What a question has behind its path.</summary>
    public string QueryOf(ClientCall call) => call.Get(_node) is { } node
        ? $"?node={Uri.EscapeDataString(node)}"
        : call.Get(_scope) == "pool" ? NodePaths.OfPool : "";

    /// <summary>Adds what a change has in its body.</summary>
    public Dictionary<string, object> AddTo(Dictionary<string, object> body, ClientCall call) => body
        .With("scope", call.Get(_scope) == "pool" ? "pool" : null)
        .With("node", call.Get(_node))
        .With("pool_version", call.Get(_poolVersion));

    private bool IsPool(CommandResult command) => command.GetResult(_scope) is { Tokens: [{ Value: "pool" }] };
}

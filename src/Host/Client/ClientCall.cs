using System.CommandLine;
using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client;

/// <summary>One run of a command.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Node">The node.</param>
/// <param name="Output">Where its results go.</param>
internal sealed record ClientCall(ParseResult Parsed, NodeClient Node, ClientOutput Output)
{
    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => Parsed.GetValue(argument)!;
}

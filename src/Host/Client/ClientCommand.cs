using System.CommandLine;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client;

/// <summary>A command that talks to a running node: its options for the way there, and what becomes of failures.</summary>
internal abstract class ClientCommand(string name, string description) : NodeCommand(name, description)
{
    private readonly NodeOptions _node = new();

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text for people." };

    protected abstract Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken);

    /// <summary>Adds what all of these commands have, behind what is the command's own, and makes it run.</summary>
    protected void AddCommon()
    {
        Add(_json);
        foreach (var option in _node.All) Add(option);
        SetAction(RunAsync);
    }

    protected static Argument<string> ModelArgument() => new(ModelHint.Argument) { Description = "The model's name." };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            using var node = new NodeClient(_node.Read(parsed, Environment.GetEnvironmentVariable));
            return await RunAsync(parsed, node, new ClientOutput(output, parsed.GetValue(_json)), cancellationToken);
        }
        catch (ClientException failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped. What the node had begun it finishes.");
            return CommandLine.ExitCode.Interrupted;
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, NodeClient node, ClientOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(new ClientCall(parsed, node, output), cancellationToken);
        }
        catch (ClientException failure) when (failure.ExitCode == CommandLine.ExitCode.NotFound)
        {
            throw await ModelHint.AddToAsync(failure, parsed, node, cancellationToken);
        }
    }
}

using System.CommandLine;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client;

/// <summary>Which model was meant, where there is none of the name that was given.</summary>
internal static class ModelHint
{
    /// <summary>The argument that names a model.</summary>
    public const string Argument = "model";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The failure, with the model that was meant if there is one that looks like it.</summary>
    public static async Task<ClientException> AddToAsync(ClientException failure, ParseResult parsed, NodeClient node, CancellationToken cancellationToken)
    {
        if (parsed.CommandResult.Command.Arguments.OfType<Argument<string>>().FirstOrDefault(argument => argument.Name == Argument) is not { } argument) return failure;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var entries = await node.PostAsync<ImmutableArray<ModelIndexEntry>>(NodePaths.Index, new { }, patience.Token);
            var (given, names) = (parsed.GetValue(argument)!, entries.Select(entry => entry.Name).Distinct().ToArray());
            return !names.Contains(given) && Suggestion.For(given, names) is { } meant
                ? new ClientException($"{failure.Message} Did you mean '{meant}'?", failure.ExitCode)
                : failure;
        }
        catch (Exception untold) when (untold is ClientException || (untold is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What is known already is worth more than why nothing more is.
            return failure;
        }
    }
}

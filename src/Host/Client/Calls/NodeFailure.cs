using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Calls;

/// <summary>What a person is told when a call fails: what happened in one line, what to do next, and the exit code for scripts.</summary>
internal static class NodeFailure
{
    /// <summary>Of an answer that is no success.</summary>
    /// <param name="address">The node.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">When to come back, as the node says.</param>
    /// <param name="body">The answer.</param>
    public static ClientException Of(NodeAddress address, int status, TimeSpan? retryAfter, string body)
    {
        if (ErrorOf(body) is not { } error)
        {
            return new ClientException($"{address} answers HTTP {status}, and not as a node does. Is --url the REST address of a node?", ExitCode.Unreachable);
        }

        var program = System.CommandLine.RootCommand.ExecutableName;
        return status switch
        {
            401 or 403 => new ClientException($"{error} Give it with {NodeOptions.KeyVariable} or --api-key.", ExitCode.Denied),
            404 when error.StartsWith("No node ", StringComparison.Ordinal) => new ClientException($"{error} '{program} cores --scope pool' shows the nodes.", ExitCode.NotFound),
            404 when error.Contains("'scope'", StringComparison.Ordinal) => new ClientException($"{error} Here that is --scope pool, or --node NAME.", ExitCode.NotFound),
            404 => new ClientException($"{error} '{program} models' lists what there is.", ExitCode.NotFound),
            409 => new ClientException($"{error} '{program} cores --scope pool' shows the pool as it is now.", ExitCode.Failed),
            503 when retryAfter is { } wait => new ClientException($"{error} Try again in {wait.TotalSeconds:0} s.", ExitCode.Unavailable),
            503 => new ClientException($"{error} Try again later; '{program} cores' shows the state of the cores.", ExitCode.Unavailable),
            504 => new ClientException($"{error} Give it more time with --timeout.", ExitCode.Unavailable),
            507 => new ClientException($"{error} Unload something, or choose other cores: '{program} cores' shows what they hold.", ExitCode.Unavailable),
            _ => new ClientException(error, ExitCode.Failed),
        };
    }

    /// <summary>Of a call that got no answer.</summary>
    public static ClientException Of(NodeAddress address, Exception failure)
    {
        if (failure.InnerException is AuthenticationException untrusted)
        {
            return new ClientException(
                $"The certificate of {address} is not trusted: {untrusted.Message.TrimEnd('.')}. Name its authority with --ca, or go on without a check with --insecure.",
                ExitCode.Unreachable);
        }

        var reason = failure switch
        {
            { InnerException: SocketException socket } => TextOf(socket),
            OperationCanceledException => "it did not take the connection in time",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "it closed the connection without an answer",
            _ => failure.Message.TrimEnd('.'),
        };
        return new ClientException(
            $"No node answers at {address}: {reason}. Start one with '{System.CommandLine.RootCommand.ExecutableName} serve', or name another with --url.",
            ExitCode.Unreachable);
    }

    /// <summary>What an answer says went wrong; null when it is not an error as nodes word them.</summary>
    public static string? ErrorOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                ? error.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string TextOf(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "there is no host of that name",
        _ => socket.Message.TrimEnd('.'),
    };
}

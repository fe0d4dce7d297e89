using System.Diagnostics;
using System.Text.Json;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.Client.Infer;

namespace NeuronActors.Node.Client.Bench;

/// <summary>One request of a benchmark, and what came of it.</summary>
internal sealed class BenchCall(NodeClient node, string path, InferBody body)
{
    /// <summary>Sends it and counts what comes of it, unless there is nothing to count it in.</summary>
    /// <param name="tally">Where it counts; null while the benchmark warms up.</param>
    /// <param name="due">When it was to be sent, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="cancellationToken">The benchmark is over, and nobody waits for the answer any more.</param>
    public async Task SendAsync(BenchTally? tally, long due, CancellationToken cancellationToken)
    {
        try
        {
            using var request = body.ToRequest(path);
            using var response = await node.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(due);
            if (response.IsSuccessStatusCode)
            {
                var (core, by) = CoreOf(bytes.AsMemory(0, InferBody.JsonLengthOf(response, bytes.Length)));
                tally?.CountAnswer(core, by, took);
            }
            else
            {
                var example = NodeFailure.ErrorOf(System.Text.Encoding.UTF8.GetString(bytes)) ?? $"HTTP {(int)response.StatusCode}";
                tally?.CountRefusal(ReasonOf((int)response.StatusCode, response.Headers.RetryAfter is not null), example, took);
            }
        }
        catch (OperationCanceledException)
        {
            tally?.CountRefusal("no answer", "The benchmark ended before the answer came.", Stopwatch.GetElapsedTime(due));
        }
        catch (Exception failure) when (failure is ClientException or HttpRequestException or IOException or JsonException)
        {
            tally?.CountRefusal("no answer", failure.Message, Stopwatch.GetElapsedTime(due));
        }
    }

    private static string ReasonOf(int status, bool comesBack) => status switch
    {
        503 when comesBack => "overloaded",
        503 => "unavailable",
        504 => "deadline",
        400 => "invalid",
        _ => $"HTTP {status}",
    };

    private static (string Core, string Node) CoreOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("parameters", out var parameters)
            && parameters.TryGetProperty("neuron_core", out var core) && parameters.TryGetProperty("neuron_node", out var node)
            ? (core.ToString(), node.ToString())
            : ("", "");
    }
}

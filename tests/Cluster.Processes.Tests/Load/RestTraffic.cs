using System.Net.Sockets;
using NeuronActors.Cluster.Processes.Nodes;

namespace NeuronActors.Cluster.Processes.Load;

/// <summary>Callers that ask one node over REST, one request after the other, until nobody listens there any more.</summary>
internal sealed class RestTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _callers;

    /// <param name="model">What is asked for.</param>
    /// <param name="callers">How many ask at once, each on a connection of its own.</param>
    /// <param name="node">The node that is asked.</param>
    public RestTraffic(string model, int callers, ClusterNode node) => _callers = [.. Enumerable.Range(0, callers).Select(_ => RunAsync(node, model))];

    public AnswerLedger Ledger { get; } = new();

    /// <summary>Waits until as many more requests have been answered.</summary>
    public Task FlowsAsync(int requests, string? by = null) => Ledger.FlowsAsync(requests, by);

    /// <summary>Waits until nobody listens, and fails unless every request before that had exactly one answer.</summary>
    public async Task<AnswerLedger> RefusedAsync()
    {
        await Task.WhenAll(_callers).WaitAsync(Eventually.Patience);
        Ledger.Settle();
        return Ledger;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // A connection that breaks is the node's fault if it listens afterwards: then it has broken it under a request. If it does not, the
    // request was on its way to a door that was being closed.
    private async Task RunAsync(ClusterNode node, string model)
    {
        using var rest = new NodeRest(node.Http, node.Handler);
        (long Id, string Why)? broken = null;
        while (!_stop.IsCancellationRequested)
        {
            var id = Ledger.Send();
            (long Id, string Why)? failed = null;
            try
            {
                Ledger.Answer(id, id, (await rest.InferAsync(model, id)).Node);
            }
            catch (HttpRequestException closed) when (closed.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                Ledger.Withdraw(id);
                if (broken is { } last) Ledger.Withdraw(last.Id);
                return;
            }
            catch (Exception refused) when (refused is RestException or InvalidDataException)
            {
                Ledger.Refuse(id, refused.Message);
            }
            catch (HttpRequestException failure)
            {
                failed = (id, failure.ToString());
            }

            if (broken is { } before) Ledger.Refuse(before.Id, before.Why);
            broken = failed;
        }
    }
}

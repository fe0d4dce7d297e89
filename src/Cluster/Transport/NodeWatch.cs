using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>The call that every channel keeps open: it ends when the listener stops.</summary>
internal sealed class NodeWatch : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends all of them.</summary>
    public void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>One of them: a signal at once, then nothing until the end.</summary>
    public async Task RunAsync(IServerStreamWriter<TensorMethods.Signal> to, ServerCallContext context)
    {
        await to.WriteAsync(TensorMethods.Signal.Instance, context.CancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.CancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

/// <summary>Every request makes a call of its own.</summary>
public sealed class SingleCallSpecs() : TensorChannelSpecs(isShared: false)
{
    [Fact]
    public async Task Where_a_connection_has_no_streams_left_another_one_is_opened()
    {
        const int Requests = 5;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var nodes = await TwoNodes.StartAsync(
            async (infer, ct) =>
            {
                if (Interlocked.Increment(ref arrived) == Requests) all.TrySetResult();
                await all.Task.WaitAsync(ct);
                return TwoNodes.Echo(infer);
            },
            new TransportSettings { StreamsPerConnection = 2, MaxSharedBytes = 0 });

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => nodes.AskAsync().AsTask())).WaitAsync(Patience.Long);

        Assert.All(answers, answer => Assert.IsType<InferCompleted>(answer.Answer));
        Assert.InRange(nodes.Line.Connections, 3, 6);
    }
}

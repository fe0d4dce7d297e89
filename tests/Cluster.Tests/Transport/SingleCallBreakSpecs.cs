using NeuronActors.Cluster.Tests.Sockets;

namespace NeuronActors.Cluster.Tests.Transport;

/// <summary>The same where every request makes a call of its own.</summary>
public sealed class SingleCallBreakSpecs() : BrokenConnectionSpecs(isShared: false)
{
    [Fact]
    public async Task A_node_that_nobody_listens_at_has_run_nothing()
    {
        await using var nodes = await TwoNodes.StartAsync();
        await nodes.Line.DisposeAsync();

        var lost = await Assert.ThrowsAsync<NodeLostException>(() => nodes.AskAsync().AsTask().WaitAsync(Patience.Long));

        Assert.False(lost.MayHaveRun);
        Assert.Equal("n2", lost.Endpoint.Node.Value);
        Patience.Until(() => nodes.Breaks > 0, "word of the break");
    }
}

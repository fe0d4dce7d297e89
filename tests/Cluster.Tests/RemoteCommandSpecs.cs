using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Tests.Lab;
using NeuronActors.Cluster.Tests.Serialization;

namespace NeuronActors.Cluster.Tests;

/// <summary>Commands with the scope of another node than the one that takes them, while nodes and messages are lost.</summary>
public sealed class RemoteCommandSpecs : PoolLab
{
    // Whoever is not heard stays in the cluster.
    private const string NobodyIsRemoved = $"{Partition.Hocon}akka.cluster.split-brain-resolver.stable-after = 60s\n";

    private static readonly VisibleCoreIndex First = new(0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_ends_when_its_node_has_left_the_cluster_and_says_that_it_may_have_been_carried_out(bool isFormer)
    {
        var nodes = await PoolWithThird(Partition.Hocon, isFormer);
        using var hang = nodes[2].Simulator.Faults.HangLoads(First);
        var loading = nodes[0].SendAsync<PoolFailed>(PoolScope.Of(nodes[2].Name), new LoadModel(Fixture));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await Partition.BeginAsync(nodes[2], nodes[0], nodes[1]);
        var failed = await loading;

        Assert.Equal((nodes[2].Name, RuntimeErrorKind.LifeCycle, false), (failed.Node, failed.Kind, failed.Restored));
        Assert.True(failed.IsOutcomeUnknown);
        Assert.EndsWith("may have been carried out.", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith(failed.Message, PoolErrors.Of(failed)!.Message, StringComparison.Ordinal);
        await nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[1].Name), new LoadModel(Fixture));
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }

    [Fact]
    public async Task A_node_that_says_nothing_is_not_waited_for_and_takes_commands_when_it_is_heard_again()
    {
        var nodes = await StartPool(2, hocon: $"{NobodyIsRemoved}neuron.cluster.changes.wait-for-node = 2s");
        var there = PoolScope.Of(nodes[1].Name);
        await Partition.BeginAsync(nodes[1], nodes[0]);

        var loading = nodes[0].SendAsync<PoolFailed>(there, new LoadModel(Fixture));
        var asking = nodes[0].SendAsync<PoolRejected>(there, new GetCores());

        Assert.True((await loading).IsOutcomeUnknown);
        Assert.Contains("said nothing for 2 s", (await loading).Message, StringComparison.Ordinal);
        Assert.Equal(PoolRejection.CoreUnavailable, (await asking).Reason);
        await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[1].Name) is { IsReachable: false }, "n2 cannot be reached");
        await Partition.EndAsync(nodes[1], nodes[0]);
        await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[1].Name) is { IsReachable: true }, "n2 can be reached");
        var loaded = await nodes[0].SendAsync<NodeAnswered>(there, new LoadModel(Fixture));
        Assert.IsType<PlacementChanged>(loaded.Answer);
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_asked_for_again_and_the_command_is_carried_out_once()
    {
        var nodes = await StartPool(2, hocon: $"{NobodyIsRemoved}neuron.cluster.changes.wait-for-node = 60s");
        using var hang = nodes[1].Simulator.Faults.HangLoads(First);
        var loading = nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[1].Name), new LoadModel(Fixture));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await Partition.BeginAsync(nodes[1], nodes[0]);
        await nodes[1].KnowsAsync(picture => picture.View.Find(nodes[0].Name) is { IsReachable: false }, "n1 cannot be reached");
        hang.Release();

        // Nobody can be reached who would have to hear of it first, so the answer is on its way, and lost.
        await nodes[1].KnowsAsync(picture => picture.View.Find(nodes[1].Name)?.Last.Find(Echo) is not null, "echo is loaded");
        await AnsweredLocallyAsync(nodes[1]);
        await Partition.EndAsync(nodes[1], nodes[0]);

        Assert.IsType<PlacementChanged>((await loading).Answer);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
        Assert.Equal(1, nodes[1].Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task A_load_on_a_node_that_lives_takes_its_time()
    {
        var nodes = await StartPool(2, hocon: "neuron.cluster.changes.wait-for-node = 3s");
        using var hang = nodes[1].Simulator.Faults.HangLoads(First);
        var loading = nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[1].Name), new LoadModel(Fixture));
        await hang.WhenHeld(1).WaitAsync(Patience);

        // Announcements come every 300 ms: longer than the node may be silent.
        var heard = nodes[0].Picture.View.Find(nodes[1].Name)!.Last.Sequence;
        await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[1].Name)!.Last.Sequence > heard + 15, "time has passed");
        Assert.False(loading.IsCompleted);
        hang.Release();

        Assert.IsType<PlacementChanged>((await loading).Answer);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }

    [Fact]
    public async Task A_node_of_the_previous_version_is_told_in_words_that_it_knows()
    {
        var nodes = await PoolWithThird("", isFormer: true);

        var loaded = await nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[2].Name), new LoadModel(Fixture));

        Assert.IsType<PlacementChanged>(loaded.Answer);
        Assert.Equal(3, await AnsweredBy(nodes[1], Echo, 7));
        var cores = await nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[2].Name), new GetCores());
        Assert.Equal(2, Assert.IsType<CoreTable>(cores.Answer).Cores.Length);
    }

    [Fact]
    public async Task An_order_for_a_former_life_of_a_node_is_not_carried_out()
    {
        var node = Start("n1");
        await Join(node, node);
        using var inbox = Inbox.Create(node.System);
        var self = PoolDirectoryActor.IdOf(node.Cluster.SelfUniqueAddress);
        var orders = node.System.ActorSelection($"/user/{PoolEntryActor.Name}/{PoolEntryActor.Orders}");

        orders.Tell(new PoolProtocol.Execute("former", self with { Incarnation = self.Incarnation + 1 }, new LoadModel(Fixture)), inbox.Receiver);
        orders.Tell(new PoolProtocol.Execute("present", self, new LoadModel(Fixture) { Name = new ModelName("other") }), inbox.Receiver);

        Assert.Equal(new PoolProtocol.Executing("present"), await inbox.ReceiveAsync(Patience));
        Assert.IsType<PlacementChanged>(Assert.IsType<NodeAnswered>(await inbox.ReceiveAsync(Patience)).Answer);
        Assert.Equal(1, node.Simulator.LoadedReplicas);
    }

    // What the node is told behind the answer is answered behind it.
    private static async Task AnsweredLocallyAsync(LabNode node)
    {
        await node.SendAsync<NodeAnswered>(PoolScope.ThisNode, new LoadModel(Fixture) { Name = new ModelName("behind"), StartNc = 1 });
        await node.SendAsync<NodeAnswered>(PoolScope.ThisNode, new UnloadModel(new ModelName("behind")));
    }

    private async Task<LabNode[]> PoolWithThird(string hocon, bool isFormer)
    {
        var nodes = await StartPool(2, hocon: hocon);
        var third = Start("n3", hocon: isFormer ? hocon + FormerWireSerializer.Hocon : hocon);
        await Join(third, nodes[0]);
        await nodes[1].KnowsAsync(picture => picture.View.Find(third.Name) is not null, "n3 is there");
        return [.. nodes, third];
    }
}

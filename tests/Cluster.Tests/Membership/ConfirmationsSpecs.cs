using Akka.Actor;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Tests.Membership;

public sealed class ConfirmationsSpecs
{
    private readonly Confirmations _confirmations = new();
    private readonly IActorRef _asker = ActorRefs.Nobody;

    [Fact]
    public void It_is_over_when_the_last_node_has_heard_of_the_change()
    {
        _confirmations.Add(Nodes.Echo, new Epoch(5), _asker);

        Assert.False(_confirmations.Announced(Nodes.Says(1, sequence: 4), [Nodes.Id(2), Nodes.Id(3)]));
        Assert.Empty(_confirmations.Only([Nodes.Id(2), Nodes.Id(3)]));
        Assert.True(_confirmations.Announced(Nodes.Says(1, sequence: 5), [Nodes.Id(2), Nodes.Id(3)]));
        Assert.False(_confirmations.Announced(Nodes.Says(1, sequence: 6), [Nodes.Id(2), Nodes.Id(3)]));

        Assert.Empty(_confirmations.Heard(Nodes.Id(2), 4));
        Assert.Empty(_confirmations.Heard(Nodes.Id(2), 5));
        Assert.Equal([_asker], _confirmations.Heard(Nodes.Id(3), 6));
        Assert.Empty(_confirmations.Heard(Nodes.Id(3), 6));
    }

    [Fact]
    public void The_model_itself_may_be_announced_while_another_change_of_the_node_goes_on()
    {
        _confirmations.Add(Nodes.Echo, new Epoch(5), _asker);
        var says = Nodes.Says(1, sequence: 5, models: (Nodes.Echo, new NcRange(0, 1))) with { Epoch = new Epoch(2) };

        Assert.True(_confirmations.Announced(says, [Nodes.Id(2)]));
        Assert.Equal([_asker], _confirmations.Heard(Nodes.Id(2), 5));
    }

    [Fact]
    public void A_node_that_is_gone_is_not_waited_for_nor_is_anybody_where_there_is_none()
    {
        _confirmations.Add(Nodes.Echo, new Epoch(1), _asker);
        Assert.True(_confirmations.Announced(Nodes.Says(1), [Nodes.Id(2), Nodes.Id(3)]));
        Assert.Empty(_confirmations.Heard(Nodes.Id(2), 1));
        Assert.Equal([_asker], _confirmations.Only([Nodes.Id(2)]));

        _confirmations.Add(Nodes.Echo, new Epoch(1), _asker);
        Assert.True(_confirmations.Announced(Nodes.Says(1), []));
        Assert.Equal([_asker], _confirmations.Only([]));
    }

    [Fact]
    public void Who_has_waited_long_enough_is_forgotten()
    {
        _confirmations.Add(Nodes.Echo, new Epoch(1), _asker);
        _confirmations.Remove(_asker);

        Assert.False(_confirmations.Announced(Nodes.Says(1), [Nodes.Id(2)]));
    }
}

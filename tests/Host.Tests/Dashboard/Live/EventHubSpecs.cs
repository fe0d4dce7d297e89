using NeuronActors.Node.Dashboard.Live;

namespace NeuronActors.Node.Tests.Dashboard.Live;

public sealed class EventHubSpecs
{
    private static readonly byte[] Event = [1];

    [Fact]
    public void Who_joins_gets_the_first_event_and_those_that_follow()
    {
        var hub = new EventHub();
        using var client = hub.Join(() => [7])!;
        hub.Publish(Event);
        Assert.True(client.Events.TryRead(out var first));
        Assert.True(client.Events.TryRead(out var second));
        Assert.Equal([7], first);
        Assert.Same(Event, second);
    }

    [Fact]
    public void Who_does_not_read_is_let_go_and_the_others_go_on()
    {
        var hub = new EventHub();
        using var slow = hub.Join(() => [0])!;
        using var quick = hub.Join(() => [0])!;
        for (var i = 0; i < EventClient.MaxWaiting; i++)
        {
            Assert.True(quick.Events.TryRead(out _));
            hub.Publish(Event);
        }

        Assert.True(slow.TooSlow.IsCancellationRequested);
        Assert.False(quick.TooSlow.IsCancellationRequested);
        Assert.Equal(1, hub.Clients);
        Assert.True(quick.Events.TryRead(out var last));
        Assert.Same(Event, last);
    }

    [Fact]
    public void No_more_than_the_most_are_taken_and_who_leaves_makes_room()
    {
        var hub = new EventHub();
        var clients = Enumerable.Range(0, EventHub.MaxClients).Select(_ => hub.Join(() => [0])!).ToArray();
        Assert.Null(hub.Join(() => [0]));

        clients[0].Dispose();
        Assert.NotNull(hub.Join(() => [0]));
    }
}

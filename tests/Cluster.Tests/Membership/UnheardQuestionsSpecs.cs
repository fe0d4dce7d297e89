using Akka.Actor;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests.Membership;

public sealed class UnheardQuestionsSpecs : PoolLab
{
    private readonly UnheardQuestions _questions = new();

    [Fact]
    public void The_newest_question_of_a_node_is_answered_by_the_announcement_or_a_later_one_and_once()
    {
        _questions.Add(new ConfirmAnnouncement(Nodes.Id(1), 5), ActorRefs.Nobody);
        _questions.Add(new ConfirmAnnouncement(Nodes.Id(1), 4), ActorRefs.Nobody);

        Assert.Null(_questions.Taken(Nodes.Says(1, sequence: 4)));
        Assert.Null(_questions.Taken(Nodes.Says(2, sequence: 5)));
        Assert.Equal(5, _questions.Taken(Nodes.Says(1, sequence: 6))!.Sequence);
        Assert.Null(_questions.Taken(Nodes.Says(1, sequence: 7)));
    }

    [Fact]
    public void A_node_that_is_gone_is_answered_nothing()
    {
        _questions.Add(new ConfirmAnnouncement(Nodes.Id(1), 5), ActorRefs.Nobody);

        _questions.Removed(Nodes.Id(1));

        Assert.Null(_questions.Taken(Nodes.Says(1, sequence: 5)));
    }

    [Fact]
    public async Task Who_asks_before_the_announcement_has_been_taken_is_answered_when_it_is()
    {
        var nodes = await StartPool(2);
        using var inbox = Inbox.Create(nodes[0].System);
        var asking = nodes[0].Picture.View.Find(nodes[1].Name)!;
        var directory = nodes[0].System.ActorSelection($"/user/{PoolEntryActor.Name}/{PoolEntryActor.Directory}");

        directory.Tell(new ConfirmAnnouncement(asking.Id, asking.Last.Sequence + 5), inbox.Receiver);

        var heard = Assert.IsType<AnnouncementHeard>(await inbox.ReceiveAsync(Patience));
        Assert.Equal(new AnnouncementHeard(PoolDirectoryActor.IdOf(nodes[0].Cluster.SelfUniqueAddress), asking.Last.Sequence + 5), heard);
        Assert.True(nodes[0].Picture.View.Find(nodes[1].Name)!.Last.Sequence >= heard.Sequence);
    }
}

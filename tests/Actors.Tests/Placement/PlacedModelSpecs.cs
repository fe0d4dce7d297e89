using Akka.Actor;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Placement;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Placement;

public sealed class PlacedModelSpecs
{
    private static readonly ModelName Name = new("gone");

    [Fact]
    public async Task What_falls_between_a_routers_end_and_that_of_its_mailbox_is_answered_by_who_sends_it()
    {
        // Nobody drops what it is told, and says nothing: as a mailbox does at that moment.
        var model = new PlacedModel(Name, new ModelPackage("gone.sim.json", Name.Value, [])) { Router = ActorRefs.Nobody };
        var before = Request();
        model.Send(before);
        Assert.False(before.IsAnswered);

        model.RouterLife.End();
        var after = Request();
        model.Send(after);

        Assert.True(after.IsAnswered);
        Assert.Equal(RejectionReason.ModelUnavailable, Assert.IsType<InferRejected>(await after.Answer).Reason);
    }

    private static PendingInfer Request() => new(Name, [], null, default, retryOnFault: true);
}

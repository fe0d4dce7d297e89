using Akka.Event;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Serialization;

/// <summary>
/// With every message serialised for a check, and nothing allowed that has no serializer: what the actors of the runtime tell each other is
/// either on the wire or marked as local.
/// </summary>
public sealed class LocalMessagesSpecs(ITestOutputHelper output)
    : NeuronSpec(output, hocon: "akka.actor.serialization-settings.allow-unregistered-types = off")
{
    [Fact]
    public async Task Nothing_within_the_runtime_needs_a_serializer_that_is_not_there()
    {
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors.Ref, typeof(Error));

        // What is not marked is lost, and its change would end by its own time-out only.
        using var patience = new CancellationTokenSource(Patience);

        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"), cancellationToken: patience.Token);
        await Cores.SetNeuronCoresAsync(echo.Name, 1, 2, policy: MovePolicy.LoadThenUnload, cancellationToken: patience.Token);
        await Cores.SetMulticoreAsync(echo.Name, cancellationToken: patience.Token);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.CoreError);
        Assert.Equal(7, Y(await echo.InferAsync(X(7), patience.Token)).Single());
        await AwaitAssertAsync(async () => Assert.All((await Cores.GetCoresAsync()).Cores, core => Assert.NotEmpty(core.Replicas)), Patience);
        await AskAsActor(new Infer(echo.Name, [X(7)]) { Deadline = Deadline.After(Patience) });
        await Cores.UnloadAsync(echo.Name, patience.Token);

        Sys.EventStream.Publish(new Error(null, "spec", GetType(), "The end"));
        await errors.FishForMessageAsync<Error>(
            error =>
            {
                Assert.DoesNotContain("NeuronActors.", error.Cause?.ToString() ?? "", StringComparison.Ordinal);
                return Equals(error.Message, "The end");
            },
            Patience);
    }

    private async Task AskAsActor(Infer infer)
    {
        Cores.Entry.Tell(infer, TestActor);
        Assert.Equal(7, Y(await ExpectMsgAsync<InferCompleted>(Patience)).Single());
    }
}

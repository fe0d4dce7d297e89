using NeuronActors.Serialization;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Serialization;

/// <summary>Placement commands from another process.</summary>
public sealed class RemotePlacementSpecs(ITestOutputHelper output) : NeuronSpec(output, cores: 4, hocon: RemoteClient.Remoting)
{
    private static readonly ModelName Echo = new("echo");

    [Fact]
    public async Task A_model_is_loaded_moved_and_unloaded()
    {
        await using var client = await RemoteClient.To(Sys, Patience);

        var loaded = await Send<PlacementChanged>(client, new LoadModel(Fixture("echo.sim.json")) { StartNc = 2, NcCount = 2 });
        Assert.Equal(OnCores(2, 3), loaded.Placement.Subgraphs[0].Cores);

        var moved = await Send<PlacementChanged>(client, new SetNeuronCores(Echo, 0, 1) { Policy = MovePolicy.LoadThenUnload });
        Assert.Equal(new NcRange(0, 1), moved.Placement.Subgraphs[0].Range);
        Assert.Equal(moved.Placement, await Send<ModelPlacement>(client, new GetPlacement(Echo)));

        var everywhere = await Send<PlacementChanged>(client, new SetMulticore(Echo));
        Assert.Equal(OnCores(0, 1, 2, 3), everywhere.Placement.Subgraphs[0].Cores);
        Assert.Equal(everywhere.Placement, (await Send<PlacementTable>(client, new GetPlacementTable())).Models.Single());

        var cores = await Send<CoreTable>(client, new GetCores());
        Assert.Equal(RuntimeKind.Simulated, cores.Runtime);
        Assert.All(cores.Cores, core => Assert.Equal(new ReplicaStatus(Echo, "echo", ReplicaState.Ready) { MemoryBytes = 1 << 20 }, core.Replicas.Single()));

        Assert.Equal(Echo, (await Send<ModelUnloaded>(client, new UnloadModel(Echo))).Model);
        Assert.Empty((await Send<PlacementTable>(client, new GetPlacementTable())).Models);
    }

    [Fact]
    public async Task A_refusal_and_a_failure_say_as_much_as_they_do_within_the_process()
    {
        await using var client = await RemoteClient.To(Sys, Patience);

        var refused = await Send<PlacementRejected>(client, new LoadModel(Fixture("echo.sim.json")) { NcCount = 5 });
        Assert.Equal(PlacementRejection.InvalidArgument, refused.Reason);
        Assert.Equal("ncCount", refused.Parameter);

        Simulator.Faults.FailLoad(new VisibleCoreIndex(1), NeuronStatus.Resource);
        var failed = await Send<PlacementFailed>(client, new LoadModel(Fixture("echo.sim.json")) { StartNc = 1 });
        Assert.Equal((PlacementStep.Load, RuntimeErrorKind.OutOfResources, NeuronStatus.Resource), (failed.Step, failed.Kind, failed.Status));
        Assert.True(failed.Restored);

        await Send<PlacementChanged>(client, new LoadModel(Fixture("echo.sim.json")));
        Assert.Equal(7, Y(await client.Neuron.InferAsync(new Infer(Echo, [X(7)]), Patience)).Single());
    }

    [Fact]
    public async Task A_command_that_fits_no_frame_is_not_sent()
    {
        await using var client = await RemoteClient.To(Sys, Patience);

        var refused = await Assert.ThrowsAsync<MessageTooLargeException>(
            () => client.Neuron.SendAsync(new LoadModel(new string('p', 200_000)), Patience));

        Assert.Equal(120_000, refused.Limit);
        await Send<PlacementTable>(client, new GetPlacementTable());
    }

    [Fact]
    public async Task A_command_without_an_answer_is_a_time_out_and_goes_on()
    {
        await using var client = await RemoteClient.To(Sys, Patience);
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(0));

        await Assert.ThrowsAsync<TimeoutException>(
            () => client.Neuron.SendAsync(new LoadModel(Fixture("echo.sim.json")), TimeSpan.FromMilliseconds(200)));

        hang.Release();
        await AwaitAssertAsync(async () => await Send<ModelPlacement>(client, new GetPlacement(Echo)), Patience);
        Assert.Equal(7, Y(await client.Neuron.InferAsync(new Infer(Echo, [X(7)]), Patience)).Single());
    }

    private static async Task<T> Send<T>(RemoteClient client, PlacementCommand command)
        where T : PlacementAnswer => Assert.IsType<T>(await client.Neuron.SendAsync(command, Patience));
}

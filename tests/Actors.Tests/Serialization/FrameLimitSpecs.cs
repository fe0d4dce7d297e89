using Akka.Actor;
using Akka.Configuration;
using NeuronActors.Configuration;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Serialization;

/// <summary>The limit within one system, and at its start.</summary>
public sealed class FrameLimitSpecs(ITestOutputHelper output) : NeuronSpec(output, hocon: "neuron.remote.max-message-bytes = 2000")
{
    [Fact]
    public async Task What_stays_in_the_process_may_be_of_any_size()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        var client = new NeuronClient(Sys, Cores.Entry);

        var answer = await client.InferAsync(new Infer(echo.Name, [X(new long[1_000_000])]), Patience);

        Assert.Equal(8_000_000, answer["y"].Data.Length);
        Assert.Null(answer.RequestId);
    }

    [Fact]
    public async Task A_limit_that_fits_no_frame_stops_the_start_and_names_both_settings()
    {
        var system = ActorSystem.Create("small-frames", Remoting("neuron.remote.max-message-bytes = 124000"));

        var flaw = Assert.Throws<ConfigurationException>(() => NeuronCores.Get(system));

        Assert.Contains("neuron.remote.max-message-bytes is 124000", flaw.Message, StringComparison.Ordinal);
        Assert.Contains("akka.remote.dot-netty.tcp.maximum-frame-size, 128000", flaw.Message, StringComparison.Ordinal);
        await system.Terminate();
    }

    [Fact]
    public async Task A_client_is_held_to_the_same()
    {
        var system = ActorSystem.Create("small-frames", Remoting("neuron.remote.max-message-bytes = 124000"));

        Assert.Throws<ConfigurationException>(() => new NeuronClient(system, system.DeadLetters));
        await system.Terminate();
    }

    [Fact]
    public async Task A_larger_frame_allows_a_larger_limit()
    {
        var system = ActorSystem.Create(
            "large-frames",
            Remoting("""
                neuron.runtime = simulated
                neuron.remote.max-message-bytes = 124000
                akka.remote.dot-netty.tcp.maximum-frame-size = 130000b
                """));

        Assert.Equal(RuntimeKind.Simulated, NeuronCores.Get(system).Runtime);
        await system.Terminate();
    }

    [Fact]
    public void Without_remoting_there_is_no_frame_to_fit()
    {
        FrameCheck.Check(Sys.Settings.Config, int.MaxValue - 10_000);
    }

    private static Config Remoting(string hocon) =>
        ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(RemoteClient.Remoting));
}

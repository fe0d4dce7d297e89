using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Cluster.Tests.Lab;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Cluster.Tests.Hosting;

public sealed class ClusterHostingSpecs
{
    [Fact]
    public async Task One_call_after_the_cores_makes_a_host_a_node()
    {
        using var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(2) });
        using var host = Build(runtime);
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var pool = NeuronPool.Get(system);
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pool.Board.Changed += picture =>
        {
            if (picture.Layout.Count == 2) known.TrySetResult();
        };
        await Akka.Cluster.Cluster.Get(system).JoinAsync(Akka.Cluster.Cluster.Get(system).SelfAddress).WaitAsync(PoolLab.Patience);
        await known.Task.WaitAsync(PoolLab.Patience);

        Assert.IsType<PoolChanged>(await pool.SendAsync(new ScopedCommand(PoolScope.Pool, new LoadModel(PoolLab.Fixture))).WaitAsync(PoolLab.Patience));
        var entry = await host.Services.GetRequiredService<IRequiredActor<NeuronPoolEntry>>().GetAsync();
        var answer = await entry.Ask<InferAnswer>(new Infer(PoolLab.Echo, [new("x", Tensor.From([3L]))]) { RequestId = "r" }, PoolLab.Patience);

        var completed = Assert.IsType<InferCompleted>(answer);
        Assert.Equal(("n7", "r", 3L), (completed.Node, completed.RequestId, completed["y"].AsSpan<long>()[0]));
        Assert.Equal(["n7/0", "n7/1"], pool.Table.Cores.Select(core => core.Name));
        await host.StopAsync();
        Assert.Equal(0, runtime.LoadedReplicas);
    }

    [Fact]
    public async Task A_system_that_started_without_the_defaults_is_told_what_is_missing()
    {
        using var system = ActorSystem.Create("plain", "neuron.runtime = simulated\nakka.loglevel = OFF");

        Assert.Contains("WithNeuronCluster", Assert.Throws<ConfigurationException>(() => NeuronPool.Get(system)).Message, StringComparison.Ordinal);
        await system.Terminate();
    }

    [Theory]
    [InlineData(HoconAddMode.Append)]
    [InlineData(HoconAddMode.Prepend)]
    public async Task Hocon_wins_over_the_defaults_also_when_it_is_added_after_the_pool(HoconAddMode mode)
    {
        using var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(1) });
        using var host = Build(runtime, akka => akka.AddHocon("neuron.cluster.transport.max-waiting = none", mode));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains("neuron.cluster.transport.max-waiting", $"{failure}", StringComparison.Ordinal);
    }

    private static IHost Build(SimulatedRuntime runtime, Action<AkkaConfigurationBuilder>? configure = null)
    {
        const string Hocon = "akka.loglevel = OFF\nakka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }";
        return new HostBuilder()
            .ConfigureServices(services => services.AddAkka("hosted", (akka, _) =>
            {
                akka.AddHocon(Hocon, HoconAddMode.Append)
                    .WithNeuronCores(options => options.RuntimeFactory = () => runtime)
                    .WithNeuronCluster(options => options.NodeName = new NodeName("n7"));
                configure?.Invoke(akka);
            }))
            .Build();
    }
}

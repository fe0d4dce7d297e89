using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Tests.Hosting;

public sealed class HostingSpecs
{
    private static readonly string Echo = Path.Combine(AppContext.BaseDirectory, "fixtures", "echo.sim.json");

    [Fact]
    public async Task One_call_starts_everything_and_the_service_provider_has_the_façade_and_the_actors()
    {
        using var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(3) });
        using var host = Build(options => options.RuntimeFactory = () => runtime);
        await host.StartAsync();

        var cores = host.Services.GetRequiredService<NeuronCores>();
        var entry = await host.Services.GetRequiredService<IRequiredActor<NeuronEntry>>().GetAsync();
        var model = await cores.LoadAsync(Echo);
        var answer = await entry.Ask<InferAnswer>(new Infer(model.Name, [new("x", Tensor.From([3L]))]), TimeSpan.FromSeconds(10));

        Assert.Equal(3, Assert.IsType<InferCompleted>(answer)["y"].AsSpan<long>()[0]);
        Assert.Equal(3, cores.Visible.Length);
        var placement = await host.Services.GetRequiredService<IRequiredActor<NeuronPlacement>>().GetAsync();
        var moved = await placement.Ask<PlacementAnswer>(new SetMulticore(model.Name), TimeSpan.FromSeconds(10));
        Assert.Equal(3, Assert.IsType<PlacementChanged>(moved).Placement.Subgraphs[0].Cores.Length);
        await host.StopAsync();
        Assert.Equal(0, runtime.LoadedReplicas);
    }

    [Fact]
    public async Task What_is_set_in_code_wins_over_hocon_and_hocon_over_the_defaults()
    {
        using var host = Build(
            options => options.VisibleCores = 2,
            "neuron { runtime = simulated, visible-cores = 5, simulated.instance = inf2.48xlarge }");
        await host.StartAsync();

        var cores = host.Services.GetRequiredService<NeuronCores>();

        Assert.Equal(RuntimeKind.Simulated, cores.Runtime);
        Assert.Equal(2, cores.Visible.Length);
        Assert.Contains("inf2.48xlarge", cores.Description, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(HoconAddMode.Append)]
    [InlineData(HoconAddMode.Prepend)]
    public async Task Hocon_wins_over_the_defaults_also_when_it_is_added_after_the_runtime(HoconAddMode mode)
    {
        var builder = new HostBuilder();
        builder.ConfigureServices(services => services
            .AddAkka("hosted", (akka, _) => akka
                .WithNeuronCores()
                .AddHocon("neuron { runtime = simulated, visible-cores = 5, simulated.instance = inf2.48xlarge }", mode))
            .AddNeuronCores());
        using var host = builder.Build();
        await host.StartAsync();

        var cores = host.Services.GetRequiredService<NeuronCores>();

        Assert.Equal((RuntimeKind.Simulated, 5), (cores.Runtime, cores.Visible.Length));
        Assert.Equal(5, (await (await cores.LoadAsync(Echo)).InferAsync(("x", Tensor.From([5L]))))["y"].AsSpan<long>()[0]);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_setting_that_cannot_be_used_stops_the_start_and_names_the_key()
    {
        using var host = Build(_ => { }, "neuron.routing.policy = fastest");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains("neuron.routing.policy is 'fastest'", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("least-outstanding", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_variable_stops_the_start_and_is_named_with_the_reason()
    {
        Environment.SetEnvironmentVariable(VisibleCores.VisibleCoresVariable, "0-3,5");
        try
        {
            using var system = ActorSystem.Create("plain");

            var failure = Assert.Throws<VisibleCoresException>(() => NeuronCores.Get(system));

            Assert.Contains("NEURON_RT_VISIBLE_CORES", failure.Message, StringComparison.Ordinal);
            Assert.Contains("4 is missing", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(VisibleCores.VisibleCoresVariable, null);
        }
    }

    [Fact]
    public async Task Without_a_host_the_extension_starts_from_the_system_s_own_hocon()
    {
        using var system = ActorSystem.Create("plain", "neuron { runtime = simulated, simulated.instance = trn1.2xlarge }");

        var cores = NeuronCores.Get(system);
        var model = await cores.LoadAsync(Echo);

        Assert.Same(cores, NeuronCores.Get(system));
        Assert.Equal(2, cores.Visible.Length);
        Assert.Equal(5, (await model.InferAsync(("x", Tensor.From([5L]))))["y"].AsSpan<long>()[0]);
        await system.Terminate();
    }

    [Fact]
    public async Task A_shutdown_has_time_to_drain_with_and_without_a_host()
    {
        using var host = Build(_ => { }, "neuron.runtime = simulated");
        await host.StartAsync();
        using var plain = ActorSystem.Create("plain", "neuron.runtime = simulated");
        NeuronCores.Get(plain);

        foreach (var system in new[] { host.Services.GetRequiredService<ActorSystem>(), plain })
        {
            var shutdown = CoordinatedShutdown.Get(system);
            Assert.Equal(TimeSpan.FromSeconds(120), shutdown.Timeout(CoordinatedShutdown.PhaseServiceRequestsDone));
            Assert.Equal(TimeSpan.FromSeconds(120), shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        }

        await plain.Terminate();
        await host.StopAsync();
    }

    private static IHost Build(Action<NeuronCoresOptions> configure, string hocon = "")
    {
        var builder = new HostBuilder();
        builder.ConfigureServices(services => services
            .AddAkka("hosted", (akka, _) => akka.AddHocon(hocon, HoconAddMode.Append).WithNeuronCores(configure))
            .AddNeuronCores());
        return builder.Build();
    }
}

using Akka.Configuration;
using NeuronActors.Cores;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Simulated.Durations;
using NeuronActors.Placement;
using NeuronActors.Routing;

namespace NeuronActors.Configuration;

/// <summary>
/// Every setting under <c>neuron</c>, read once and checked. Nothing else reads the HOCON. What each means, its unit and its reason stand
/// beside its default in <c>hocon/neuron.conf</c>.
/// </summary>
internal sealed record NeuronSettings(
    RuntimeKind Runtime,
    int? VisibleCores,
    CoreSettings Core,
    RouterLimits Queue,
    RoutingPolicy Routing,
    PlacementSettings Placement,
    TimeSpan ChangeTimeout,
    CpuSettings Cpu,
    SimulatedSettings Simulated,
    NrtSettings Nrt,
    int MaxMessageBytes)
{
    /// <summary>The embedded defaults.</summary>
    public static Config Defaults() => ConfigurationFactory.FromResource("NeuronActors.neuron.conf", typeof(NeuronSettings).Assembly);

    /// <summary>Reads and checks everything.</summary>
    /// <param name="config">The whole configuration of a system; the defaults must be in it.</param>
    /// <exception cref="ConfigurationException">A value cannot be used; the message names its key, the value and what is expected.</exception>
    public static NeuronSettings Read(Config config)
    {
        var neuron = new SettingsReader(config, "neuron");
        var core = neuron.Section("core");
        var placement = neuron.Section("placement");
        var nrt = neuron.Section("nrt");
        return new NeuronSettings(
            neuron.Choice<RuntimeKind>("runtime"),
            neuron.OptionalInt("visible-cores", min: 1),
            new CoreSettings(
                core.Int("max-in-flight", min: 1),
                core.Time("stage-ahead"),
                core.Time("execution-timeout"),
                core.Time("watchdog-interval"),
                core.Time("probe-interval"),
                core.Time("probe-interval-max")),
            new RouterLimits(
                neuron.Section("queue").Int("capacity", min: 0),
                neuron.Section("queue").Flag("refuse-hopeless-deadlines")),
            neuron.Choice<RoutingPolicy>("routing.policy"),
            new PlacementSettings(
                placement.Choice<MovePolicy>("policy"),
                placement.Time("drain-timeout"),
                placement.Time("unload-timeout"),
                placement.Time("load-timeout"),
                placement.Time("heal-interval")),
            placement.Time("change-timeout"),
            new CpuSettings(neuron.Section("cpu").Int("cores", min: 1), neuron.Section("cpu").Int("intra-op-threads", min: 1)),
            new SimulatedSettings(
                neuron.Text("simulated.instance", SimulatedInstance.Named),
                neuron.Text("simulated.load-time", Distribution.Parse),
                neuron.Text("simulated.execution-time", Distribution.Parse)),
            new NrtSettings(
                nrt.OptionalText("library"),
                nrt.Int("execution-slots", min: 1),
                nrt.Time("execution-timeout"),
                nrt.Time("init-timeout"),
                nrt.Flag("serialize-loads"),
                nrt.Choice<NumericalErrorPolicy>("numerical-errors"),
                nrt.Choice<NrtLogLevel>("log-level")),
            ReadMaxMessageBytes(config));
    }

    /// <summary>
    /// <c>neuron.remote.max-message-bytes</c> alone: for a serializer or a client, in a system that may have no runtime and no defaults.
    /// </summary>
    /// <exception cref="ConfigurationException">The value cannot be used.</exception>
    public static int ReadMaxMessageBytes(Config config) =>
        new SettingsReader(config.WithFallback(Defaults()), "neuron").Int("remote.max-message-bytes", min: 1024);
}

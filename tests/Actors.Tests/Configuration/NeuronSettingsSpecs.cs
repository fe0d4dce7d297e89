using Akka.Configuration;
using NeuronActors.Configuration;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Tests.Configuration;

public sealed class NeuronSettingsSpecs
{
    private static readonly (string Key, Func<NeuronSettings, object?> Read, object? Default)[] Expected =
    [
        ("runtime", settings => settings.Runtime, RuntimeKind.Cpu),
        ("visible-cores", settings => settings.VisibleCores, null),
        ("core.max-in-flight", settings => settings.Core.MaxInFlight, 64),
        ("core.stage-ahead", settings => settings.Core.StageAhead, TimeSpan.FromMilliseconds(2)),
        ("core.execution-timeout", settings => settings.Core.ExecutionTimeout, TimeSpan.FromSeconds(60)),
        ("core.watchdog-interval", settings => settings.Core.WatchdogInterval, TimeSpan.FromMilliseconds(250)),
        ("core.probe-interval", settings => settings.Core.ProbeInterval, TimeSpan.FromSeconds(1)),
        ("core.probe-interval-max", settings => settings.Core.ProbeIntervalMax, TimeSpan.FromSeconds(60)),
        ("queue.capacity", settings => settings.Queue.QueueCapacity, 1024),
        ("queue.refuse-hopeless-deadlines", settings => settings.Queue.RefusesHopeless, true),
        ("routing.policy", settings => settings.Routing, RoutingPolicy.RoundRobin),
        ("placement.policy", settings => settings.Placement.Policy, MovePolicy.UnloadThenLoad),
        ("placement.drain-timeout", settings => settings.Placement.DrainTimeout, TimeSpan.FromSeconds(90)),
        ("placement.unload-timeout", settings => settings.Placement.UnloadTimeout, TimeSpan.FromSeconds(60)),
        ("placement.load-timeout", settings => settings.Placement.LoadTimeout, TimeSpan.FromMinutes(20)),
        ("placement.heal-interval", settings => settings.Placement.HealInterval, TimeSpan.FromSeconds(10)),
        ("placement.change-timeout", settings => settings.ChangeTimeout, TimeSpan.FromHours(2)),
        ("cpu.cores", settings => settings.Cpu.Cores, 4),
        ("cpu.intra-op-threads", settings => settings.Cpu.IntraOpThreads, 1),
        ("simulated.instance", settings => settings.Simulated.Instance, "trn1.32xlarge"),
        ("simulated.load-time", settings => settings.Simulated.LoadTime, "100ms"),
        ("simulated.execution-time", settings => settings.Simulated.ExecutionTime, "1ms"),
        ("nrt.library", settings => settings.Nrt.Library ?? "default", "default"),
        ("nrt.execution-slots", settings => settings.Nrt.ExecutionSlots, 2),
        ("nrt.execution-timeout", settings => settings.Nrt.ExecutionTimeout, TimeSpan.FromSeconds(30)),
        ("nrt.init-timeout", settings => settings.Nrt.InitTimeout, TimeSpan.FromSeconds(30)),
        ("nrt.serialize-loads", settings => settings.Nrt.SerializesLoads, true),
        ("nrt.numerical-errors", settings => settings.Nrt.NumericalErrors, NumericalErrorPolicy.Fail),
        ("nrt.log-level", settings => settings.Nrt.LogLevel, NrtLogLevel.Default),
        ("remote.max-message-bytes", settings => settings.MaxMessageBytes, 120_000),
    ];

    public static TheoryData<string> Keys => [.. Expected.Select(setting => setting.Key)];

    /// <summary>Texts that no value of a key is written as.</summary>
    public static TheoryData<string, string> Malformed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (key, _, standard) in Expected.Where(setting => setting.Default is not string))
            {
                string[] wrong = standard switch
                {
                    TimeSpan => ["banana", "0s", "-5s", "5 parsecs", "infinite", "\"\"", "1e400s", "[1, 2]", "{ a = 1 }"],
                    bool => ["banana", "1", "\"\"", "[on]", "{ a = 1 }"],
                    Enum => ["banana", "RoundRobin", "0", "\"\"", "[cpu]", "{ a = 1 }"],
                    _ => ["banana", "-1", "1.5", "99999999999", "\"\"", "4k", "[4]", "{ a = 1 }"],
                };
                foreach (var text in wrong) data.Add(key, text);
            }

            return data;
        }
    }

    [Fact]
    public void The_conf_holds_exactly_the_settings_that_are_read()
    {
        var keys = NeuronSettings.Defaults().GetConfig("neuron").AsEnumerable().Select(pair => pair.Key);

        Assert.Equal(Expected.Select(setting => setting.Key.Split('.')[0]).Distinct().Order(), keys.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_default_is_what_it_was_documented_to_be(string key)
    {
        var (_, read, standard) = Expected.Single(setting => setting.Key == key);

        Assert.True(NeuronSettings.Defaults().HasPath($"neuron.{key}"));
        Assert.Equal(standard, read(NeuronSettings.Read(NeuronSettings.Defaults())));
    }

    [Theory]
    [InlineData("runtime", "simulated", RuntimeKind.Simulated)]
    [InlineData("runtime", "nrt", RuntimeKind.Nrt)]
    [InlineData("visible-cores", "2", 2)]
    [InlineData("queue.capacity", "0", 0)]
    [InlineData("queue.refuse-hopeless-deadlines", "off", false)]
    [InlineData("queue.refuse-hopeless-deadlines", "false", false)]
    [InlineData("routing.policy", "least-outstanding", RoutingPolicy.LeastOutstanding)]
    [InlineData("routing.policy", "least-expected-work", RoutingPolicy.LeastExpectedWork)]
    [InlineData("placement.policy", "load-then-unload", MovePolicy.LoadThenUnload)]
    [InlineData("nrt.library", "/opt/other/libnrt.so", "/opt/other/libnrt.so")]
    [InlineData("nrt.serialize-loads", "off", false)]
    [InlineData("nrt.numerical-errors", "accept", NumericalErrorPolicy.Accept)]
    [InlineData("nrt.log-level", "trace", NrtLogLevel.Trace)]
    public void What_is_set_wins(string key, string text, object value) =>
        Assert.Equal(value, Expected.Single(setting => setting.Key == key).Read(NeuronSettings.Read(With(key, text))));

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_value_is_refused_and_its_key_is_named(string key, string text)
    {
        var refused = Assert.Throws<ConfigurationException>(() => NeuronSettings.Read(With(key, text)));

        Assert.StartsWith($"neuron.{key} is ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("instance", "trn9.huge")]
    [InlineData("load-time", "banana")]
    [InlineData("execution-time", "uniform(1ms)")]
    public void A_simulator_that_cannot_be_made_is_refused_and_the_key_is_named(string key, string text)
    {
        var settings = With($"simulated.{key}", text).WithFallback(NeuronSettings.Defaults());

        var refused = Assert.Throws<ConfigurationException>(() => NeuronSettings.Read(settings));

        Assert.StartsWith($"neuron.simulated.{key} is '{text}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_setting_is_named()
    {
        var refused = Assert.Throws<ConfigurationException>(() => NeuronSettings.Read(ConfigurationFactory.ParseString("neuron { runtime = cpu }")));

        Assert.Equal("neuron.visible-cores is missing.", refused.Message);
    }

    [Fact]
    public void A_range_is_part_of_the_reason()
    {
        var refused = Assert.Throws<ConfigurationException>(() => NeuronSettings.Read(With("core.max-in-flight", "0")));

        Assert.Equal("neuron.core.max-in-flight is '0', and must be a whole number of at least 1.", refused.Message);
    }

    private static Config With(string key, string text) =>
        ConfigurationFactory.ParseString($"neuron.{key} = {text}").WithFallback(NeuronSettings.Defaults());
}

using NeuronActors.Node.Serve;
using NeuronActors.Node.Serve.Joining;
using NeuronActors.Node.Serve.Listening;
using NeuronActors.Node.Serve.Settings;

namespace NeuronActors.Node.Tests.Serve;

public sealed class SettingsSpecs : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void An_option_comes_before_the_environment_and_that_before_the_file()
    {
        File.WriteAllText(_file, """{"Other":1,"NeuronActors":{"Http":"http://127.0.0.1:1","grpc":"http://127.0.0.1:1","QueueCapacity":3,"ModelRepository":["a","b"],"CloseInference":false}}""");
        var variables = new Dictionary<string, string> { ["NEURON_ACTORS_CONFIG"] = _file, ["NEURON_ACTORS_HTTP"] = "http://127.0.0.1:2", ["NEURON_ACTORS_GRPC"] = "http://127.0.0.1:2" };

        var sources = new SettingSources(new Dictionary<string, ImmutableArray<string>> { ["http"] = ["http://127.0.0.1:3"] }, variables.GetValueOrDefault);
        var options = ServeOptionsReader.Read(sources);

        Assert.Equal((3, 2, 8002), (options.Http.EndPoint.Port, options.Grpc!.EndPoint.Port, options.Metrics!.EndPoint.Port));
        Assert.Equal(3, options.Hocon.GetInt("neuron.queue.capacity", 0));
        Assert.Equal<string>(["a", "b"], options.Repository.Roots);
    }

    [Theory]
    [InlineData("""{"NeuronActors":{"Htpp":"x"}}""", "'Htpp' in F is no setting. Did you mean 'Http'?")]
    [InlineData("""{"NeuronActors":{"Cores":"many"}}""", "Cores in F is 'many', and must be a whole number of at least 1.")]
    [InlineData("{", "The settings in F cannot be read")]
    public void A_mistake_in_the_file_is_named_with_its_place(string json, string sentence)
    {
        File.WriteAllText(_file, json);

        var refused = Assert.Throws<ServeException>(() => Read(("config", _file)));

        Assert.StartsWith(sentence.Replace("F", _file, StringComparison.Ordinal), refused.Message, StringComparison.Ordinal);
        Assert.True(refused.IsUsage);
    }

    [Fact]
    public void Settings_become_hocon_before_that_of_the_file()
    {
        File.WriteAllText(_file, "neuron { queue.capacity = 7, core.max-in-flight = 8, cpu.cores = 9 }");

        var hocon = Read(
            ("hocon", _file), ("queue-capacity", "5"), ("routing-policy", "least-expected-work"), ("move-policy", "load-then-unload"),
            ("execution-timeout", "1.5s"), ("runtime", "simulated"), ("instance", "trn1.2xlarge"), ("cores", "2")).Hocon;

        Assert.Equal((5, 8, 9), (hocon.GetInt("neuron.queue.capacity", 0), hocon.GetInt("neuron.core.max-in-flight", 0), hocon.GetInt("neuron.cpu.cores", 0)));
        Assert.Equal("least-expected-work", hocon.GetString("neuron.routing.policy", ""));
        Assert.Equal("load-then-unload", hocon.GetString("neuron.placement.policy", ""));
        Assert.Equal(TimeSpan.FromSeconds(1.5), hocon.GetTimeSpan("neuron.core.execution-timeout", null));
        Assert.Equal(("simulated", "trn1.2xlarge", 2), (hocon.GetString("neuron.runtime", ""), hocon.GetString("neuron.simulated.instance", ""), hocon.GetInt("neuron.visible-cores", 0)));
    }

    [Theory]
    [InlineData("default-deadline", "5", "a time: 250ms, 30s, 5m or 1h")]
    [InlineData("max-request-bytes", "3GiB", "a size above zero and below 2GiB")]
    [InlineData("max-request-bytes", "0", "a size above zero and below 2GiB")]
    [InlineData("routing-policy", "random", "one of round-robin, least-outstanding, least-expected-work")]
    [InlineData("model-control-mode", "none", "one of all, explicit, poll")]
    [InlineData("queue-capacity", "-1", "a whole number of at least 0")]
    [InlineData("log-level", "loud", "one of trace, debug, information")]
    [InlineData("grpc", "none", "or off")]
    public void A_value_that_cannot_be_used_is_refused_with_what_is_expected(string name, string value, string expected)
    {
        var refused = Assert.Throws<ServeException>(() => Read((name, value)));

        Assert.StartsWith($"--{name} is '{value}', and must be ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000", false)]
    [InlineData("http://localhost:8000/", "127.0.0.1:8000", false)]
    [InlineData("https://0.0.0.0:443", "0.0.0.0:443", true)]
    [InlineData("http://[::1]:0", "[::1]:0", false)]
    [InlineData("http://*:80", "[::]:80", false)]
    public void An_address_is_a_scheme_a_host_and_a_port(string text, string endPoint, bool isTls)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal((endPoint, isTls), (address.EndPoint.ToString(), address.IsTls));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8000")]
    [InlineData("127.0.0.1:8000")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:70000")]
    [InlineData("http://example.org:80")]
    [InlineData("ftp://127.0.0.1:80")]
    [InlineData("http://:80")]
    public void Anything_else_is_none(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("http", "http://127.0.0.1:9", "grpc", "http://127.0.0.1:9", "only with TLS")]
    [InlineData("api-key", "a", "api-key-file", "b", "two keys")]
    [InlineData("multicore", "true", "start-nc", "1", "--multicore means every core")]
    [InlineData("tls-key", "k", "log-level", "error", "need --tls-certificate")]
    [InlineData("tls-certificate", "k", "log-level", "error", "no address is https")]
    [InlineData("cluster-seeds", "127.0.0.1:1", "log-level", "error", "--cluster-seeds has a meaning only with --cluster-port")]
    [InlineData("lost-node", "wait", "log-level", "error", "--lost-node has a meaning only with --cluster-port")]
    [InlineData("cluster-port", "0", "node-name", "a b", "'a b' is no name of a node in a pool")]
    [InlineData("cluster-port", "0", "cluster-seeds", "10.0.0.1", "--cluster-seeds has '10.0.0.1', and must be nodes to join as host:port")]
    [InlineData("cluster-port", "0", "cluster-host", "0.0.0.0", "--cluster-host is '0.0.0.0', and must be the one address")]
    [InlineData("cluster-port", "0", "cluster-host", "http://a", "--cluster-host is 'http://a', and must be the one address")]
    [InlineData("cluster-port", "0", "lost-node", "keep", "--lost-node is 'keep', and must be one of replace, wait")]
    [InlineData("cluster-port", "0", "cluster-key", "k", "TLS between nodes needs --cluster-certificate as well")]
    [InlineData("cluster-port", "70000", "log-level", "error", "--cluster-port is '70000', and must be a whole number from 0 to 65535")]
    public void Settings_that_contradict_each_other_are_refused(string name, string value, string other, string otherValue, string reason) =>
        Assert.Contains(reason, Assert.Throws<ServeException>(() => Read((name, value), (other, otherValue))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_node_is_alone_unless_it_is_given_a_port_for_others() => Assert.Null(Read(("node-name", "a b")).Cluster);

    [Fact]
    public void What_is_said_of_the_pool_becomes_settings_of_the_cluster()
    {
        var options = Read(
            ("node-name", "n2"), ("cluster-port", "4100"), ("cluster-host", "127.0.0.2"), ("cluster-data-port", "4101"), ("lost-node", "wait"),
            ("cluster-seeds", "localhost:4100, 10.0.0.2:4100,"), ("cluster-cache", "/var/cache/models")).Cluster!;
        var hocon = ClusterHocon.Of(options);

        Assert.Equal<SeedAddress>([new("127.0.0.1", 4100), new("10.0.0.2", 4100)], options.Seeds);
        Assert.Equal(["akka.tcp://neuron@127.0.0.1:4100", "akka.tcp://neuron@10.0.0.2:4100"], hocon.GetStringList("akka.cluster.seed-nodes"));
        Assert.Equal(("127.0.0.2", 4100), (hocon.GetString("akka.remote.dot-netty.tcp.hostname", ""), hocon.GetInt("akka.remote.dot-netty.tcp.port", 0)));
        Assert.Equal(("127.0.0.2", 4101), (hocon.GetString("neuron.cluster.transport.address", ""), hocon.GetInt("neuron.cluster.transport.port", 0)));
        Assert.Equal(("n2", "wait"), (hocon.GetString("neuron.cluster.node-name", ""), hocon.GetString("neuron.cluster.desired.lost-node", "")));
        Assert.Equal("/var/cache/models", hocon.GetString("neuron.cluster.files.cache-directory", ""));
    }

    private static ServeOptions Read(params (string Name, string Value)[] settings) => ServeOptionsReader.Read(
        new SettingSources(settings.ToDictionary(setting => setting.Name, setting => ImmutableArray.Create(setting.Value)), _ => null));
}

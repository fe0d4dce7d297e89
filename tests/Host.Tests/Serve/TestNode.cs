using Microsoft.Extensions.Logging.Abstractions;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serve.Joining;
using NeuronActors.Node.Serve.Settings;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>A node in this process, put together as the program does it, on ports that were free.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly ServeNode _node;

    private TestNode(ServeNode node)
    {
        _node = node;
        Client = new HttpClient { BaseAddress = node.Listeners.Http };
    }

    public HttpClient Client { get; }

    public Uri Http => _node.Listeners.Http;

    public Uri Metrics => _node.Listeners.Metrics!;

    public Uri Grpc => _node.Listeners.Grpc!;

    /// <summary>Its part in a pool; null when it is alone.</summary>
    public Membership? Membership => _node.Membership;

    /// <summary>The folder of the files that came with loads; null before the first.</summary>
    public string? Uploads => _node.Uploads.Root;

    public NodeParts Parts => _node.Parts;

    /// <summary>Starts one with settings as on the command line: <c>("cores", "2")</c>.</summary>
    public static async Task<TestNode> StartAsync(params (string Name, string Value)[] settings)
    {
        var node = await StartUnloadedAsync(settings);
        await node._node.LoadModelsAsync();
        return node;
    }

    /// <summary>Starts one on a simulated runtime, whose faults the test has in its hand.</summary>
    public static async Task<TestNode> StartAsync(SimulatedRuntime runtime, params (string Name, string Value)[] settings)
    {
        var node = await StartUnloadedAsync(runtime, settings);
        await node._node.LoadModelsAsync();
        return node;
    }

    /// <summary>Starts one that has not loaded its models yet.</summary>
    public static async Task<TestNode> StartUnloadedAsync(params (string Name, string Value)[] settings) =>
        new(await ServeNode.StartAsync(OptionsOf(settings), NullLoggerFactory.Instance));

    /// <inheritdoc cref="StartUnloadedAsync(ValueTuple{string, string}[])"/>
    public static async Task<TestNode> StartUnloadedAsync(SimulatedRuntime runtime, params (string Name, string Value)[] settings) =>
        new(await ServeNode.StartAsync(OptionsOf(settings), NullLoggerFactory.Instance, () => runtime));

    public static ServeOptions OptionsOf(params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] free = [("http", "http://127.0.0.1:0"), ("grpc", "http://127.0.0.1:0"), ("metrics", "http://127.0.0.1:0"), ("node-name", "test")];
        var given = free.Where(each => settings.All(setting => setting.Name != each.Name)).Concat(settings)
            .GroupBy(setting => setting.Name)
            .ToDictionary(group => group.Key, group => group.Select(setting => setting.Value).ToImmutableArray());
        return ServeOptionsReader.Read(new SettingSources(given, _ => null));
    }

    public Task LoadModelsAsync() => _node.LoadModelsAsync();

    public Task StopAsync() => _node.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _node.DisposeAsync();
    }
}

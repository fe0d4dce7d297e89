using Microsoft.Extensions.Logging.Abstractions;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serve.Settings;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>The node, put together as the program does it.</summary>
internal sealed class NodeSubject(ServeNode node) : ISubject
{
    public Uri Rest => node.Listeners.Http;

    public Uri Grpc => node.Listeners.Grpc!;

    /// <summary>Starts one with settings as on the command line: <c>cores=2</c>.</summary>
    public static async Task<NodeSubject> StartAsync(string[] settings)
    {
        var given = settings
            .Append("http=http://127.0.0.1:0").Append("grpc=http://127.0.0.1:0").Append("metrics=off")
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => ImmutableArray.Create(pair[1]));
        var options = ServeOptionsReader.Read(new SettingSources(given, _ => null));
        var node = await ServeNode.StartAsync(options, NullLoggerFactory.Instance);
        await node.LoadModelsAsync();
        return new NodeSubject(node);
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();
}

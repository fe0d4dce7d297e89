using NeuronActors.Benchmarks.Http.Subjects;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Cluster;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Benchmarks.Clusters;

/// <summary>
/// A node program with a model that gives back what it gets, and a bare gRPC server that does the same, each in a process of its own; and
/// from this process a way to both: the pool, and a channel of the same settings.
/// </summary>
internal sealed class RemoteLab : IAsyncDisposable
{
    private const string Model = "identity";

    private static readonly TransportSettings Settings = new();

    private readonly NodePool _nodes;
    private readonly SubjectProcess _bare;
    private readonly NodeConnection _connection;
    private readonly Infer _request;
    private readonly byte[] _bytes;

    private RemoteLab(NodePool nodes, PoolMember member, SubjectProcess bare, int bytes)
    {
        (_nodes, Member, _bare) = (nodes, member, bare);
        _connection = new NodeConnection(new NodeEndpoint(new NodeName("bare"), "127.0.0.1", bare.Grpc.Port), Settings, certificates: null);
        _bytes = new byte[bytes];
        _request = new Infer(member.Model, [("x", Tensor.From(new long[bytes / sizeof(long)]))]);
    }

    public PoolMember Member { get; }

    public ClusterNode Node => _nodes.Nodes[0];

    public static async Task<RemoteLab> StartAsync(int bytes, int cores = 4)
    {
        var nodes = new NodePool(new NodeSetup { Cores = cores, IsQuick = false }).WithModel(Model, executionTime: "0ms");
        try
        {
            var node = (await nodes.StartAsync(LoopbackPlace.Instance))[0];
            await node.Rest.LoadAsync(Model, 0, cores);
            var member = await PoolMember.JoinAsync(node.Seed, Model);
            return new RemoteLab(nodes, member, await SubjectProcess.StartAsync(SubjectProcess.Echo), bytes);
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>One request over the pool.</summary>
    public ValueTask InferAsync() => Member.InferAsync(_request);

    /// <summary>One bare call.</summary>
    public async ValueTask CallBareAsync()
    {
        using var call = _connection.Calls.AsyncUnaryCall(BareServer.Echo, host: null, default, _bytes);
        var answer = await call.ResponseAsync.ConfigureAwait(false);
        if (answer.Length != _bytes.Length) throw new InvalidOperationException($"No echo: {answer.Length} bytes.");
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _bare.DisposeAsync();
        await Member.DisposeAsync();
        await _nodes.DisposeAsync();
    }
}

using NeuronActors.Cluster;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>
/// A listener of the tensor transport with a channel to it, and beside them a bare gRPC server with a channel of the same settings: the
/// same call of the same bytes without anything of ours. Both echo.
/// </summary>
internal sealed class TransportLab : IDisposable
{
    private static readonly TransportSettings Settings = new();

    private readonly TensorServer _server;
    private readonly TensorChannel _channel;
    private readonly BareServer _bareServer;
    private readonly NodeConnection _bareConnection;
    private readonly Infer _request;
    private readonly byte[] _bytes;

    public TransportLab(int tensorBytes)
    {
        _bytes = new byte[tensorBytes];
        _request = new Infer(new ModelName("echo"), [("x", Tensor.From(_bytes))]);
        _server = TensorServer.StartAsync(Settings, static (infer, _) => ValueTask.FromResult(Echo(infer))).GetAwaiter().GetResult();
        _channel = new TensorChannels(Settings).Open(At(_server.Port));
        _bareServer = BareServer.StartAsync(Settings).GetAwaiter().GetResult();
        _bareConnection = new NodeConnection(At(_bareServer.Port), Settings, certificates: null);
    }

    /// <summary>One request through the transport.</summary>
    public async ValueTask InferAsync()
    {
        var answer = await _channel.InferAsync(_request, CancellationToken.None).ConfigureAwait(false);
        if (answer.Answer is not InferCompleted completed || completed["y"].Data.Length != _bytes.Length)
        {
            throw new InvalidOperationException($"No echo: {answer.Answer}");
        }
    }

    /// <summary>One bare call.</summary>
    public async ValueTask CallBareAsync()
    {
        using var call = _bareConnection.Calls.AsyncUnaryCall(BareServer.Echo, host: null, default, _bytes);
        var answer = await call.ResponseAsync.ConfigureAwait(false);
        if (answer.Length != _bytes.Length) throw new InvalidOperationException($"No echo: {answer.Length} bytes.");
    }

    public void Dispose()
    {
        _channel.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _bareConnection.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _bareServer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static NodeEndpoint At(int port) => new(new NodeName("n2"), "127.0.0.1", port);

    private static RemoteAnswer Echo(Infer infer) => new(new InferCompleted([("y", infer.Inputs[0].Tensor)], [new VisibleCoreIndex(0)]), default);
}

using System.Runtime.CompilerServices;
using Grpc.Core;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Files;

/// <summary>Another node as a source of files. Over connections of its own, so that a large model is not in the way of tensors.</summary>
internal sealed class RemoteModelSource : IModelFileSource, IDisposable
{
    private readonly NodeConnection _connection;
    private readonly TimeSpan _stall;

    /// <summary>Makes one; it connects when it is asked for something.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="settings">The transport's settings.</param>
    /// <param name="certificates">The certificates; null without TLS.</param>
    /// <param name="stall">A source that gives nothing for so long is left.</param>
    public RemoteModelSource(NodeEndpoint endpoint, TransportSettings settings, TransportCertificates? certificates, TimeSpan stall)
    {
        _connection = new NodeConnection(endpoint, settings, certificates);
        _stall = stall;
    }

    /// <inheritdoc/>
    public string Name => $"{_connection.Endpoint.Node}";

    /// <inheritdoc/>
    public async Task<byte[]> ManifestAsync(ContentHash id, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_stall);
        try
        {
            using var call = _connection.Calls.AsyncUnaryCall(
                TensorMethods.Manifest, host: null, new CallOptions(cancellationToken: patience.Token), new FileRequest(id, 0));
            using var chunk = await call.ResponseAsync.ConfigureAwait(false);
            return chunk.Bytes.ToArray();
        }
        catch (RpcException failure)
        {
            ct.ThrowIfCancellationRequested();
            throw Failed(failure, patience.IsCancellationRequested);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileChunk> ReadAsync(ContentHash file, long offset, [EnumeratorCancellation] CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var call = _connection.Calls.AsyncServerStreamingCall(
            TensorMethods.ReadFile, host: null, new CallOptions(cancellationToken: patience.Token), new FileRequest(file, offset));
        while (true)
        {
            patience.CancelAfter(_stall);
            bool isEnd;
            try
            {
                isEnd = !await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false);
            }
            catch (RpcException failure)
            {
                ct.ThrowIfCancellationRequested();
                throw Failed(failure, patience.IsCancellationRequested);
            }

            if (isEnd) yield break;

            // What the caller does with it is not the source's time.
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return call.ResponseStream.Current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private ModelSourceException Failed(RpcException failure, bool isStalled) =>
        new(isStalled ? $"it gave nothing for {_stall.TotalSeconds:0.###} s" : RpcFailure.Describe(failure), failure);
}

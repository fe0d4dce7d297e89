using System.Buffers;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Files;

/// <summary>Gives other nodes the files on this node's shelf.</summary>
internal sealed class ModelFileService(ModelFileShelf shelf, ILogger<ModelFileService> logger)
{
    // Large enough that the call for each is small beside it, small enough that one reader never holds much.
    private const int ChunkBytes = 256 * 1024;

    /// <summary>The list of a model's files.</summary>
    public Task<FileChunk> ManifestAsync(FileRequest request, ServerCallContext context) =>
        shelf.TryFind(request.Hash, out var manifest)
            ? Task.FromResult(new FileChunk(manifest.Bytes))
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no model {request.Hash} on this node."));

    /// <summary>The bytes of a file from an offset on, in chunks; one at a time is read, when the other side has room for it.</summary>
    public async Task ReadAsync(FileRequest request, IServerStreamWriter<FileChunk> to, ServerCallContext context)
    {
        if (request.Offset < 0) throw new RpcException(new Status(StatusCode.InvalidArgument, "The request for a file is malformed."));
        if (!shelf.TryLocate(request.Hash, out var path)) throw Missing(request.Hash);

        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            await CopyAsync(path, request.Offset, buffer, to, context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(request.Hash);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException && !context.CancellationToken.IsCancellationRequested)
        {
            TransportLog.FileFailed(logger, unreadable, request.Hash.ToString());
            throw new RpcException(new Status(StatusCode.DataLoss, $"The file {request.Hash} cannot be read on this node."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyAsync(string path, long offset, byte[] buffer, IServerStreamWriter<FileChunk> to, CancellationToken ct)
    {
        var file = ModelFileStreams.OpenToRead(path);
        await using (file.ConfigureAwait(false))
        {
            file.Seek(offset, SeekOrigin.Begin);
            while (await file.ReadAsync(buffer.AsMemory(0, ChunkBytes), ct).ConfigureAwait(false) is > 0 and var count)
            {
                // Written out when this returns, so the buffer is free again.
                await to.WriteAsync(new FileChunk(buffer.AsMemory(0, count)), ct).ConfigureAwait(false);
            }
        }
    }

    private static RpcException Missing(ContentHash hash) => new(new Status(StatusCode.NotFound, $"There is no file {hash} on this node."));
}

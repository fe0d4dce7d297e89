using System.Security.Cryptography;

namespace NeuronActors.Cluster.Files;

/// <summary>
/// Brings one file. What is there of it already is gone on with, from whatever source; when all is there its hash decides. A source that
/// breaks off is left and the next goes on where it stopped; one whose bytes have the wrong hash is left, and the next begins anew.
/// </summary>
/// <param name="entry">The file.</param>
/// <param name="path">Where the part is; all of it in the end.</param>
/// <param name="sources">Whom to ask.</param>
/// <param name="open">Opens the part to read and write.</param>
/// <param name="arrived">Told of bytes that arrived, negative when they are thrown away, and of their source; null for an earlier try's.</param>
internal sealed class FileDownload(
    ModelFileEntry entry, string path, SourceList sources, Func<string, Stream> open, Action<long, string?> arrived)
{
    /// <summary>Brings it.</summary>
    /// <exception cref="ModelTransferException">No source is left, or the disk failed.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            var part = open(path);
            await using (part.ConfigureAwait(false)) await FillAsync(part, ct).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelTransferException(TransferFailure.Disk, $"'{path}' cannot be written: {failure.Message}", failure);
        }
    }

    private async Task FillAsync(Stream part, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await ReadEarlierAsync(part, hash, ct).ConfigureAwait(false);

        // Whether all bytes so far are of the source that is asked: only then can a wrong hash be laid at its door.
        var isAllOfOne = part.Position == 0;
        while (true)
        {
            if (part.Position < entry.Size)
            {
                var source = sources.Current;
                if (part.Position == 0) isAllOfOne = true;
                if (await CopyAsync(source, part, hash, ct).ConfigureAwait(false) is { } failure)
                {
                    sources.Leave(failure);
                    isAllOfOne = false;
                    continue;
                }
            }

            if (new ContentHash(hash.GetHashAndReset()) == entry.Hash)
            {
                await part.FlushAsync(ct).ConfigureAwait(false);
                (part as FileStream)?.Flush(flushToDisk: true);
                return;
            }

            arrived(-part.Position, null);
            part.SetLength(0);
            part.Position = 0;
            if (isAllOfOne) sources.Leave($"the bytes of '{entry.Name}' have another hash than its own");
        }
    }

    private async Task ReadEarlierAsync(Stream part, IncrementalHash hash, CancellationToken ct)
    {
        if (part.Length > entry.Size) part.SetLength(0);
        part.Position = 0;
        var buffer = new byte[81920];
        while (await part.ReadAsync(buffer, ct).ConfigureAwait(false) is > 0 and var count) hash.AppendData(buffer, 0, count);
        arrived(part.Position, null);
    }

    /// <summary>Copies from a source to the end of the file.</summary>
    /// <returns>Why it did not get there; null when it did.</returns>
    private async Task<string?> CopyAsync(IModelFileSource source, Stream part, IncrementalHash hash, CancellationToken ct)
    {
        try
        {
            await foreach (var chunk in source.ReadAsync(entry.Hash, part.Position, ct).ConfigureAwait(false))
            {
                using (chunk)
                {
                    if (chunk.Bytes.IsEmpty) return $"it sent nothing in place of bytes of '{entry.Name}'";
                    if (chunk.Bytes.Length > entry.Size - part.Position) return $"it sent more than the {entry.Size} bytes of '{entry.Name}'";

                    await part.WriteAsync(chunk.Bytes, ct).ConfigureAwait(false);
                    hash.AppendData(chunk.Bytes.Span);
                    arrived(chunk.Bytes.Length, source.Name);
                }
            }
        }
        catch (ModelSourceException failure)
        {
            return failure.Message;
        }

        return part.Position == entry.Size ? null : $"it ended after {part.Position} of {entry.Size} bytes of '{entry.Name}'";
    }
}

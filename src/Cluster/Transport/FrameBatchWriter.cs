using System.Threading.Channels;

namespace NeuronActors.Cluster.Transport;

/// <summary>Writes what is said on a side of a <see cref="SharedCall"/>: what is said while a batch is being written goes into the next one.</summary>
internal static class FrameBatchWriter
{
    /// <summary>Writes until nothing more can be said.</summary>
    /// <param name="said">What is to be written, in its order.</param>
    /// <param name="take">Makes the entry of it; null when it need not be said any more.</param>
    /// <param name="write">Writes a batch, whose memory is used again after that.</param>
    public static async Task RunAsync<T>(ChannelReader<T> said, Func<T, FrameBatchEntry?> take, Func<FrameBatch, Task> write)
    {
        var batch = new FrameBatch();
        while (await said.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Bytes < FrameBatch.EnoughBytes && said.TryRead(out var next))
            {
                if (take(next) is { } entry) batch.Add(entry);
            }

            if (batch.Entries.Count == 0) continue;

            await write(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Security;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace NeuronActors.Cluster.Security;

/// <summary>
/// One connection of <see cref="TlsTransport"/>. Reads begin when Akka has said who hears them; writes are gathered and sent in their order.
/// Either side's end is the end of both directions.
/// </summary>
internal sealed class TlsAssociation : AssociationHandle
{
    // So much is sent with one write, where so much is there.
    private const int GatherBytes = 64 * 1024;

    // What may wait to be sent. Beyond it Akka is told to try again, and keeps it.
    private const int MostQueuedBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SslStream _stream;
    private readonly int _maxFrameBytes;
    private readonly Channel<ByteString> _outgoing = Channel.CreateUnbounded<ByteString>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _queuedBytes;
    private int _isClosing;

    /// <summary>Begins to send and to wait for who reads.</summary>
    public TlsAssociation(Address local, Address remote, SslStream stream, TlsTransportSettings settings)
        : base(local, remote)
    {
        _stream = stream;
        _maxFrameBytes = settings.MaxFrameBytes;
        ReadHandlerSource = new TaskCompletionSource<IHandleEventListener>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = SendAsync();
        _ = ReceiveAsync();
    }

    /// <summary>Completes when the connection is no more.</summary>
    public Task Closed => _closed.Task;

    /// <inheritdoc/>
    public override bool Write(ByteString payload)
    {
        if (Volatile.Read(ref _queuedBytes) > MostQueuedBytes) return false;

        Interlocked.Add(ref _queuedBytes, payload.Length);
        return _outgoing.Writer.TryWrite(payload);
    }

    /// <inheritdoc/>
    [Obsolete("As the method that it overrides.")]
    public override void Disassociate() => Close();

    /// <summary>Closes it, after what was to be sent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 1) return;

        _outgoing.Writer.TryComplete();
        _ = EndAsync();

        async Task EndAsync()
        {
            await Task.WhenAny(_closed.Task, Task.Delay(CloseTimeout)).ConfigureAwait(false);
            await _stream.DisposeAsync().ConfigureAwait(false);
            _closed.TrySetResult();
        }
    }

    private async Task SendAsync()
    {
        var gathered = new ArrayBufferWriter<byte>(GatherBytes);
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                var taken = 0;
                while (gathered.WrittenCount < GatherBytes && _outgoing.Reader.TryRead(out var payload))
                {
                    BinaryPrimitives.WriteInt32LittleEndian(gathered.GetSpan(sizeof(int)), payload.Length);
                    gathered.Advance(sizeof(int));
                    gathered.Write(payload.Span);
                    taken += payload.Length;
                }

                await _stream.WriteAsync(gathered.WrittenMemory).ConfigureAwait(false);
                gathered.ResetWrittenCount();
                Interlocked.Add(ref _queuedBytes, -taken);
            }

            await _stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading side tells.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
        _closed.TrySetResult();
        _outgoing.Writer.TryComplete();
    }

    private async Task ReceiveAsync()
    {
        var listener = await ReadHandlerSource.Task.ConfigureAwait(false);
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var rest = read.Buffer;
                while (TryTake(ref rest, out var payload)) listener.Notify(new InboundPayload(payload));
                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted) break;
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Told below, like every other end.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
        listener.Notify(new Disassociated(DisassociateInfo.Unknown));
        Close();
    }

    private bool TryTake(ref ReadOnlySequence<byte> from, out ByteString payload)
    {
        payload = ByteString.Empty;
        var reader = new SequenceReader<byte>(from);
        if (!reader.TryReadLittleEndian(out int count)) return false;
        if (count < 0 || count > _maxFrameBytes) throw new IOException($"A frame of {count} bytes was announced, and maximum-frame-size allows {_maxFrameBytes}.");
        if (reader.Remaining < count) return false;

        var bytes = GC.AllocateUninitializedArray<byte>(count);
        from.Slice(sizeof(int), count).CopyTo(bytes);
        from = from.Slice(sizeof(int) + (long)count);
        payload = UnsafeByteOperations.UnsafeWrap(bytes);
        return true;
    }
}

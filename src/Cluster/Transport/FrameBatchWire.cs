using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>How a <see cref="FrameBatch"/> is laid out.</summary>
/// <remarks>
/// <code>
/// batch   entry, until its end
/// entry   i64 id | u8 kind | i32 count of bytes | those bytes: a frame; nothing; or the 16 bytes of a ticket
/// </code>
/// </remarks>
internal static class FrameBatchWire
{
    /// <summary>The bytes of an entry before its own.</summary>
    public const int EntryHeadBytes = sizeof(long) + sizeof(byte) + sizeof(int);

    /// <summary>The bytes of a ticket.</summary>
    public const int TicketBytes = 16;

    /// <summary>What gRPC reads and writes batches by.</summary>
    /// <param name="clock">The clock of the deadlines.</param>
    public static Marshaller<FrameBatch> Marshaller(TimeProvider clock) =>
        Marshallers.Create(Write, context => Read(context.PayloadAsReadOnlySequence(), clock));

    /// <summary>The same for the ticket of an answer that is to be collected.</summary>
    public static Marshaller<AnswerTicket> Tickets { get; } = Marshallers.Create(
        (AnswerTicket ticket, SerializationContext context) => context.Complete(ticket.Value.ToByteArray()),
        context => new AnswerTicket(TicketOf(context.PayloadAsReadOnlySequence())));

    /// <summary>Reads a batch.</summary>
    public static FrameBatch Read(ReadOnlySequence<byte> message, TimeProvider clock)
    {
        var batch = new FrameBatch();
        Span<byte> head = stackalloc byte[EntryHeadBytes];
        while (!message.IsEmpty)
        {
            if (message.Length < EntryHeadBytes) return new FrameBatch { Flaw = $"A batch ends with {message.Length} bytes that are no entry." };

            message.Slice(0, EntryHeadBytes).CopyTo(head);
            message = message.Slice(EntryHeadBytes);
            var id = BinaryPrimitives.ReadInt64LittleEndian(head);
            var kind = (FrameBatchKind)head[sizeof(long)];
            var count = BinaryPrimitives.ReadInt32LittleEndian(head[(sizeof(long) + 1)..]);
            if (count < 0 || count > message.Length) return new FrameBatch { Flaw = $"An entry of {count} bytes has {message.Length} left in its batch." };

            var bytes = message.Slice(0, count);
            message = message.Slice(count);
            batch.Add(kind switch
            {
                FrameBatchKind.Frame => new FrameBatchEntry(id, kind, default, TensorFrameReader.Read(bytes, clock)),
                FrameBatchKind.Parked => new FrameBatchEntry(id, kind, bytes.ToArray(), null),
                _ => new FrameBatchEntry(id, kind, default, null),
            });
        }

        return batch;
    }

    /// <summary>The ticket in the bytes of an entry; an empty one, which nobody has given out, when they are of another length.</summary>
    public static Guid TicketOf(ReadOnlySequence<byte> bytes) => bytes.Length == TicketBytes ? new Guid(bytes.ToArray()) : Guid.Empty;

    private static void Write(FrameBatch batch, SerializationContext context)
    {
        context.SetPayloadLength(batch.Bytes);
        var to = context.GetBufferWriter();
        foreach (var entry in batch.Entries)
        {
            var head = to.GetSpan(EntryHeadBytes);
            BinaryPrimitives.WriteInt64LittleEndian(head, entry.Id);
            head[sizeof(long)] = (byte)entry.Kind;
            BinaryPrimitives.WriteInt32LittleEndian(head[(sizeof(long) + 1)..], entry.Bytes.Length);
            to.Advance(EntryHeadBytes);
            to.Write(entry.Bytes.Span);
        }

        context.Complete();
    }
}

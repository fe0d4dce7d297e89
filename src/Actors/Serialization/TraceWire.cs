using System.Diagnostics;

namespace NeuronActors.Serialization;

/// <summary>A W3C trace context on the wire.</summary>
internal static class TraceWire
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <summary><c>trace</c>: 16 bytes of trace id | 8 bytes of span id | u8 trace flags | text? trace state.</summary>
    public static void WriteOptional(ref WireWriter to, ActivityContext context)
    {
        to.Flag(context != default);
        if (context == default) return;

        Span<byte> id = stackalloc byte[TraceIdBytes];
        context.TraceId.CopyTo(id);
        to.Raw(id);
        context.SpanId.CopyTo(id[..SpanIdBytes]);
        to.Raw(id[..SpanIdBytes]);
        to.Byte((byte)context.TraceFlags);
        to.OptionalText(context.TraceState);
    }

    /// <summary>What comes over the wire is remote, whatever it was where it came from.</summary>
    public static ActivityContext ReadOptional(ref WireReader from) =>
        from.Flag()
            ? new ActivityContext(
                ActivityTraceId.CreateFromBytes(from.Raw(TraceIdBytes)),
                ActivitySpanId.CreateFromBytes(from.Raw(SpanIdBytes)),
                (ActivityTraceFlags)from.Byte(),
                from.OptionalText(),
                isRemote: true)
            : default;
}

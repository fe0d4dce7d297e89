using Google.Protobuf;

namespace NeuronActors.Node.Tests.Metrics.Otlp;

/// <summary>A span as a collector reads it.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, long Kind, ulong Start, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The spans of a message: resource spans in field 1, in them scope spans in field 2, in them spans in field 2.</summary>
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resource in FieldsOf(request, 1)
        from scope in FieldsOf(resource, 2)
        from span in FieldsOf(scope, 2)
        select Of(span);

    private static OtlpSpan Of(byte[] span)
    {
        var attributes = FieldsOf(span, 9).ToDictionary(TextOf, pair => FieldsOf(pair, 2).Select(ValueOf).Single());
        return new OtlpSpan(
            Hex(span, 1), Hex(span, 2), Hex(span, 4), System.Text.Encoding.UTF8.GetString(FieldsOf(span, 5).Single()),
            (long)NumberOf(span, 6), NumberOf(span, 7), attributes);
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(FieldsOf(message, field).SingleOrDefault([]));

    private static string TextOf(byte[] pair) => System.Text.Encoding.UTF8.GetString(FieldsOf(pair, 1).Single());

    private static string ValueOf(byte[] value) => FieldsOf(value, 1).Select(System.Text.Encoding.UTF8.GetString).SingleOrDefault() ?? $"{NumberOf(value, 3)}";

    private static List<byte[]> FieldsOf(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited)) found.Add(input.ReadBytes().ToByteArray());
            else input.SkipLastField();
        }

        return found;
    }

    private static ulong NumberOf(byte[] message, int field)
    {
        var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.Varint)) return input.ReadUInt64();
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.Fixed64)) return input.ReadFixed64();
            input.SkipLastField();
        }

        return 0;
    }
}

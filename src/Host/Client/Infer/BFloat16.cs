namespace NeuronActors.Node.Client.Infer;

/// <summary>The upper half of a <see cref="float"/>.</summary>
internal static class BFloat16
{
    /// <summary>The nearest one; of two that are as near, the even one.</summary>
    public static ushort FromSingle(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);

        // A NaN must stay one, and rounding could carry it over into an infinity.
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    public static float ToSingle(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);
}

using System.Buffers.Binary;

namespace NeuronActors.Fuzz;

/// <summary>Spoils bytes: a few small changes of the kinds that readers stumble over.</summary>
internal static class Mutator
{
    private const int LargestInput = 256 * 1024;

    private static readonly ulong[] Interesting =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, long.MaxValue, 1UL << 63, ulong.MaxValue,
    ];

    /// <summary>A spoilt copy of a seed, perhaps with parts of another.</summary>
    public static byte[] Spoil(Random random, byte[] seed, byte[] other)
    {
        var bytes = seed.ToList();
        for (var changes = 1 + random.Next(1 << random.Next(4)); changes > 0; changes--) Change(random, bytes, other);
        if (bytes.Count > LargestInput) bytes.RemoveRange(LargestInput, bytes.Count - LargestInput);
        return [.. bytes];
    }

    private static void Change(Random random, List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                WriteNumber(random, bytes, at);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(16)));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(16)).Select(_ => (byte)random.Next(256)).ToArray());
                break;
            case 5:
                bytes.InsertRange(at, Part(random, other));
                break;
            case 6:
                bytes.InsertRange(at, Part(random, [.. bytes]));
                break;
            case 7:
                Repeat(random, bytes, at);
                break;
            case 8:
                if (random.Next(8) == 0) bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static void WriteNumber(Random random, List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, Interesting[random.Next(Interesting.Length)]);
        if (random.Next(4) == 0) number.Reverse();
        var size = 1 << random.Next(4);
        for (var i = 0; i < size && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }

    private static void Repeat(Random random, List<byte> bytes, int at)
    {
        var part = bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + random.Next(64))).ToArray();
        for (var times = random.Next(1 << random.Next(10)); times > 0 && bytes.Count < LargestInput; times--) bytes.InsertRange(at, part);
    }

    private static byte[] Part(Random random, byte[] bytes)
    {
        if (bytes.Length == 0) return [];
        var start = random.Next(bytes.Length);
        return bytes.AsSpan(start, random.Next(Math.Min(bytes.Length - start, 1 << random.Next(12)) + 1)).ToArray();
    }
}

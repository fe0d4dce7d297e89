using System.Buffers.Binary;
using System.IO.Compression;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

namespace NeuronActors.Fuzz.Targets;

/// <summary>The readers of NEFFs and of metaneffs.</summary>
internal static class NeffTargets
{
    /// <summary>The file as it is: mostly the header is spoilt, or the gzip around the payload.</summary>
    public static FuzzTarget Header(FuzzSeeds seeds) =>
        new("neff", random => Mutator.Spoil(random, FuzzSeeds.Pick(random, seeds.Neffs), FuzzSeeds.Pick(random, seeds.Neffs)), Read);

    /// <summary>A spoilt tar archive, packed anew behind a header that fits.</summary>
    public static FuzzTarget Payload(FuzzSeeds seeds)
    {
        var tars = seeds.Neffs.Select(Unpack).OfType<byte[]>().ToArray();
        return new FuzzTarget(
            "payload",
            random =>
            {
                var tar = Mutator.Spoil(random, FuzzSeeds.Pick(random, tars), FuzzSeeds.Pick(random, tars));
                return Wrap(random.Next(2) == 0 ? tar : Pack(Resum(random, tar)));
            },
            Read);
    }

    /// <summary>A spoilt protobuf message.</summary>
    public static FuzzTarget Meta(FuzzSeeds seeds) => new(
        "metaneff",
        random => Mutator.Spoil(random, FuzzSeeds.Pick(random, seeds.Metas), FuzzSeeds.Pick(random, seeds.Metas)),
        bytes => MetaNeff.Read(new MemoryBytes("fuzz.metaneff", null, bytes)));

    private static void Read(byte[] bytes) => NeffFile.Read(new MemoryBytes("fuzz.neff", null, bytes));

    private static byte[]? Unpack(byte[] neff)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(neff, 1024, neff.Length - 1024), CompressionMode.Decompress);
            using var tar = new MemoryStream();
            gzip.CopyTo(tar);
            return tar.Length == 0 ? null : tar.ToArray();
        }
        catch (Exception damaged) when (damaged is InvalidDataException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Pack(byte[] tar)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(tar);
        return packed.ToArray();
    }

    private static byte[] Wrap(byte[] payload)
    {
        var neff = new byte[1024 + payload.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(neff, 2);
        BinaryPrimitives.WriteUInt64LittleEndian(neff.AsSpan(8), 1024);
        BinaryPrimitives.WriteUInt64LittleEndian(neff.AsSpan(16), (ulong)payload.Length);
        payload.CopyTo(neff, 1024);
        return neff;
    }

    // With checksums that fit again, the reader comes further than to the first spoilt header.
    private static byte[] Resum(Random random, byte[] tar)
    {
        if (random.Next(4) == 0) return tar;

        for (var header = 0; header + 512 <= tar.Length; header += 512)
        {
            if (!tar.AsSpan(header + 257, 5).SequenceEqual("ustar"u8)) continue;

            tar.AsSpan(header + 148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var next in tar.AsSpan(header, 512)) sum += next;
            for (var digit = 5; digit >= 0; digit--, sum /= 8) tar[header + 148 + digit] = (byte)('0' + sum % 8);
            tar[header + 154] = 0;
        }

        return tar;
    }
}

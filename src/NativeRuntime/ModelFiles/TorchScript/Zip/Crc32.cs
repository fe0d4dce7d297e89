using System.Buffers.Binary;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

/// <summary>The checksum of zip archives, eight bytes a step: archives are large, and all that is used of one is checked.</summary>
internal struct Crc32
{
    private const int Step = 8;
    private static readonly uint[] Table = MakeTable();

    private uint _inverted;

    public readonly uint Value => _inverted;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_inverted;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = Table[(7 << 8) + (byte)crc] ^ Table[(6 << 8) + (byte)(crc >> 8)] ^ Table[(5 << 8) + (byte)(crc >> 16)]
                ^ Table[(4 << 8) + (crc >> 24)] ^ Table[(3 << 8) + bytes[4]] ^ Table[(2 << 8) + bytes[5]] ^ Table[(1 << 8) + bytes[6]] ^ Table[bytes[7]];
        }

        foreach (var next in bytes) crc = Table[(byte)(crc ^ next)] ^ (crc >> 8);
        _inverted = ~crc;
    }

    private static uint[] MakeTable()
    {
        const uint Polynomial = 0xEDB88320;
        var table = new uint[Step * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            table[i] = crc;
        }

        for (var i = 256; i < table.Length; i++) table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        return table;
    }
}

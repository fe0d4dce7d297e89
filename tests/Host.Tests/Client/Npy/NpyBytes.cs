using System.Buffers.Binary;
using System.Text;

namespace NeuronActors.Node.Tests.Client.Npy;

/// <summary>.npy files put together by hand, to the letter of the format.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string dictionary, byte[] elements, byte version = 1)
    {
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(dictionary + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. elements];
    }

    public static byte[] Of(string descr, string shape, byte[] elements, bool isFortran = false) =>
        Of($"{{'descr': '{descr}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({shape}), }}", elements);
}

using System.Text;

namespace NeuronActors.Node.Client.Npy;

/// <summary>Texts in .npy files: all of one length there, filled up with zeros, which is why none can end with one.</summary>
internal static class NpyTexts
{
    /// <summary>Packs them as BYTES.</summary>
    public static byte[] Pack(ReadOnlyMemory<byte> data, long count, NpyElements elements)
    {
        var texts = new ReadOnlyMemory<byte>[count];
        var unicode = new UTF32Encoding(elements.IsBigEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        for (var i = 0; i < texts.Length; i++)
        {
            var element = data.Slice(i * elements.Size, elements.Size);
            texts[i] = elements.IsUnicode ? FromUnicode(unicode, element.Span, i) : element[..element.Span.TrimEnd((byte)0).Length];
        }

        return BytesElements.Pack(texts);
    }

    /// <summary>Brings BYTES to one length.</summary>
    /// <exception cref="FormatException">One ends with a zero.</exception>
    public static (ReadOnlyMemory<byte> Data, int Longest) Unpack(Tensor tensor)
    {
        var longest = 1;
        var number = 0;
        foreach (var element in new BytesElements(tensor.Data))
        {
            if (element.Span.EndsWith((byte)0)) throw new FormatException($"element {number} ends with a zero byte, which .npy files cannot keep");
            longest = Math.Max(longest, element.Length);
            number++;
        }

        var data = new byte[checked(number * longest)];
        var at = 0;
        foreach (var element in new BytesElements(tensor.Data))
        {
            element.CopyTo(data.AsMemory(at));
            at += longest;
        }

        return (data, longest);
    }

    private static byte[] FromUnicode(UTF32Encoding encoding, ReadOnlySpan<byte> element, int number)
    {
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(element).TrimEnd('\0'));
        }
        catch (ArgumentException malformed)
        {
            throw new FormatException($"element {number} is no text: {malformed.Message}");
        }
    }
}

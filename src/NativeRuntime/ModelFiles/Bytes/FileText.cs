using System.Text;

namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>Text that comes from a file of which nothing is known.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>For people: what is no UTF-8 and what would move the cursor of a terminal becomes a replacement character.</summary>
    public static string ForPeople(ReadOnlySpan<byte> bytes) => ForPeople(Encoding.UTF8.GetString(bytes));

    /// <inheritdoc cref="ForPeople(ReadOnlySpan{byte})"/>
    public static string ForPeople(string text)
    {
        const int Longest = 200;
        var shown = text.Length <= Longest ? text : $"{text[..Longest]}…";
        return string.Create(shown.Length, shown, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
        });
    }

    /// <summary>A name that programs use: UTF-8 without control characters; false for anything else.</summary>
    public static bool TryName(ReadOnlySpan<byte> bytes, out string name)
    {
        try
        {
            name = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            name = "";
            return false;
        }

        return !name.Any(char.IsControl);
    }
}

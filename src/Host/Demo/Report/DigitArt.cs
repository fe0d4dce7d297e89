using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Demo.Report;

/// <summary>A digit in characters: each stands for two by four pixels, about the shape that a character has.</summary>
internal static class DigitArt
{
    private const int PixelsAcross = 2;
    private const int PixelsDown = 4;
    private const string Blocks = " ░▒▓█";
    private const string Ascii = " .+#@";

    public const int Width = DigitSet.Side / PixelsAcross;
    public const int Height = DigitSet.Side / PixelsDown;

    /// <summary>One row of characters of a digit.</summary>
    public static string Row(ReadOnlySpan<byte> grey, int row, bool unicode)
    {
        Span<char> characters = stackalloc char[Width];
        for (var column = 0; column < Width; column++)
        {
            var sum = 0;
            for (var y = 0; y < PixelsDown; y++)
            {
                for (var x = 0; x < PixelsAcross; x++)
                {
                    sum += grey[(((row * PixelsDown) + y) * DigitSet.Side) + (column * PixelsAcross) + x];
                }
            }

            var shades = unicode ? Blocks : Ascii;
            characters[column] = shades[(int)Math.Ceiling(sum / (255.0 * PixelsAcross * PixelsDown) * (shades.Length - 1))];
        }

        return new string(characters);
    }
}

using System.Text.Json;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>Reads what the small JSON files beside the graph say for people. Whatever is wrong with them is no flaw of the NEFF.</summary>
internal static class NeffNote
{
    /// <summary>The architecture that a file names; null when it names none, or any.</summary>
    public static string? Target(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                var isTarget = reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("target"u8);
                if (!isTarget || !reader.Read() || reader.TokenType != JsonTokenType.String) continue;

                var target = FileText.ForPeople(reader.GetString()!);
                return target is "*" or "" ? null : target;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }
}

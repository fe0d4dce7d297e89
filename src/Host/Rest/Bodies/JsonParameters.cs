using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Rest.Bodies;

/// <summary>Reads the small bodies of calls that are no inferences: an object of plain values. No body at all is an empty one.</summary>
internal static class JsonParameters
{
    // A model configuration is the largest thing that comes this way.
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads the object, or the one that it holds under a name.</summary>
    /// <param name="context">The call.</param>
    /// <param name="within">The name; null for the object itself.</param>
    /// <param name="maxBytes">The largest body.</param>
    /// <param name="bytesBehind">What keys begin with whose values are bytes, in base64; null when there are none.</param>
    /// <exception cref="ServingException">The body is no such object.</exception>
    public static async Task<IReadOnlyDictionary<string, object>> ReadAsync(
        HttpContext context, string? within = null, long maxBytes = MaxBytes, string? bytesBehind = null)
    {
        var memory = new RequestMemory();
        try
        {
            var body = await BodyReader.ReadAsync(context.Request, maxBytes, alignAt: 0, memory, context.RequestAborted);
            if (body.Span.Trim(" \r\n\t"u8).IsEmpty) return new Dictionary<string, object>();

            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (within is not null) root = root.TryGetProperty(within, out var inner) ? inner : default;
            return root.ValueKind == JsonValueKind.Undefined ? new Dictionary<string, object>() : Read(root, bytesBehind);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new ServingException(ServingError.Invalid($"The body is no JSON object of parameters: {malformed.Message}"));
        }
        finally
        {
            memory.Return();
        }
    }

    private static Dictionary<string, object> Read(JsonElement root, string? bytesBehind)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) continue;

            var isBytes = bytesBehind is not null && property.Name.StartsWith(bytesBehind, StringComparison.Ordinal);
            values[property.Name] = isBytes ? BytesOf(property) : ValueOf(property);
        }

        return values;
    }

    private static ReadOnlyMemory<byte> BytesOf(JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.String && property.Value.TryGetBytesFromBase64(out var bytes)
            ? new ReadOnlyMemory<byte>(bytes)
            : throw new ServingException(ServingError.Invalid($"'{property.Name}' must be bytes in base64."));

    private static object ValueOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number => property.Value.TryGetInt64(out var whole) ? (object)whole : property.Value.GetDouble(),
        _ => throw new ServingException(ServingError.Invalid($"'{property.Name}' must be a string, a number, true or false.")),
    };
}

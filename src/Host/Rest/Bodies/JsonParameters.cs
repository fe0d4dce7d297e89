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
    /// <exception cref="ServingException">The body is no such object.</exception>
    public static async Task<IReadOnlyDictionary<string, object>> ReadAsync(HttpContext context, string? within = null)
    {
        var memory = new RequestMemory();
        try
        {
            var body = await BodyReader.ReadAsync(context.Request, MaxBytes, alignAt: 0, memory, context.RequestAborted);
            if (body.Span.Trim(" \r\n\t"u8).IsEmpty) return new Dictionary<string, object>();

            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (within is not null) root = root.TryGetProperty(within, out var inner) ? inner : default;
            return root.ValueKind == JsonValueKind.Undefined ? new Dictionary<string, object>() : Read(root);
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

    private static Dictionary<string, object> Read(JsonElement root)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null) values[property.Name] = ValueOf(property);
        }

        return values;
    }

    private static object ValueOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number => property.Value.TryGetInt64(out var whole) ? (object)whole : property.Value.GetDouble(),
        _ => throw new ServingException(ServingError.Invalid($"'{property.Name}' must be a string, a number, true or false.")),
    };
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuronActors.Node.Client.Infer;

/// <summary>The body of an inference: JSON, and behind it the inputs as bytes; outputs are asked for as bytes too. Made once, and sent as often as wanted.</summary>
internal sealed class InferBody
{
    private const string JsonLength = "Inference-Header-Content-Length";

    private readonly byte[] _bytes;
    private readonly string _jsonLength;

    public InferBody(ImmutableArray<NamedTensor> inputs, TimeSpan? timeout = null, int? priority = null)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("parameters");
            json.WriteBoolean("binary_data_output", true);
            if (timeout is { } time) json.WriteNumber("timeout", Math.Max(1, (long)time.TotalMicroseconds));
            if (priority is { } level) json.WriteNumber("priority", level);
            json.WriteEndObject();
            json.WriteStartArray("inputs");
            foreach (var input in inputs) Write(json, input);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        _jsonLength = body.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var input in inputs) body.Write(input.Tensor.Data.Span);
        _bytes = body.ToArray();
    }

    public int Length => _bytes.Length;

    public HttpRequestMessage ToRequest(string path)
    {
        var content = new ByteArrayContent(_bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add(JsonLength, _jsonLength);
        return request;
    }

    /// <summary>How much of an answer is JSON; all of it when the answer does not say.</summary>
    public static int JsonLengthOf(HttpResponseMessage response, int length) =>
        response.Headers.TryGetValues(JsonLength, out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var json)
            ? Math.Min(json, length)
            : length;

    private static void Write(Utf8JsonWriter json, NamedTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteString("datatype", input.Tensor.ElementType.OipName());
        json.WriteStartArray("shape");
        foreach (var dimension in input.Tensor.Shape.Dimensions) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartObject("parameters");
        json.WriteNumber("binary_data_size", input.Tensor.Data.Length);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NeuronActors.Node.Tests.Rest;

/// <summary>Calls as clients make them.</summary>
internal static class RestCalls
{
    public const string JsonLength = "Inference-Header-Content-Length";

    /// <summary>A body as JSON.</summary>
    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A body of JSON and the tensors behind it, as the reference client sends it: without a media type.</summary>
    public static ByteArrayContent Binary(string json, params byte[][] tensors)
    {
        var head = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. head, .. tensors.SelectMany(tensor => tensor)]);
        content.Headers.Add(JsonLength, head.Length.ToString(CultureInfo.InvariantCulture));
        return content;
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static Task<(HttpStatusCode Status, JsonElement Body)> GetJsonAsync(this HttpClient client, string path) =>
        client.CallAsync(HttpMethod.Get, path);

    public static Task<(HttpStatusCode Status, JsonElement Body)> PostJsonAsync(this HttpClient client, string path, string json = "{}") =>
        client.CallAsync(HttpMethod.Post, path, Json(json));

    /// <summary>Sends a call that has to fail with a status, and gives what the answer says.</summary>
    public static async Task<string> RefusedAsync(this HttpClient client, HttpStatusCode status, string path, HttpContent content)
    {
        var (actual, body) = await client.CallAsync(HttpMethod.Post, path, content);
        Assert.Equal(status, actual);
        return body.GetProperty("error").GetString()!;
    }

    /// <summary>The JSON and the bytes behind it of an answer.</summary>
    public static async Task<(JsonElement Json, byte[] Bytes)> SplitAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var length = response.Headers.TryGetValues(JsonLength, out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture) : body.Length;
        return (JsonDocument.Parse(body.AsMemory(0, length)).RootElement, body[length..]);
    }

    public static void Authorize(this HttpClient client, string key) =>
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
}

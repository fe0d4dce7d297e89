using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Calls;

/// <summary>Calls a node over REST. Whatever goes wrong comes as <see cref="ClientException"/>. Thread-safe.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">The node.</param>
    /// <param name="maxConnections">How many connections there may be at once.</param>
    public NodeClient(NodeAddress address, int maxConnections = int.MaxValue)
    {
        Address = address;

        // A load or a move takes as long as it takes; Ctrl-C ends the waiting.
        _http = new HttpClient(NodeHandler.Create(address, maxConnections)) { BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan };
        if (address.ApiKey is { } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public NodeAddress Address { get; }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await CallAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
    {
        using var request = PostOf(path, body);
        using var response = await CallAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>A call whose success has nothing to say.</summary>
    public async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var request = PostOf(path, body);
        using var response = await CallAsync(request, cancellationToken);
    }

    /// <summary>Sends a request and gives the answer if it is a success.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode) return response;

        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            throw NodeFailure.Of(Address, (int)response.StatusCode, response.Headers.RetryAfter?.Delta, body);
        }
    }

    /// <summary>Sends a request and gives the answer, whatever it is.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw NodeFailure.Of(Address, failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize<T>(bytes, NodeJson.Read) ?? throw new JsonException("the answer is null");
        }
        catch (JsonException malformed)
        {
            throw new ClientException($"{Address} answers, but not as a node does: {malformed.Message}", CommandLine.ExitCode.Unreachable);
        }
    }

    private static HttpRequestMessage PostOf(string path, object body) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(JsonSerializer.Serialize(body, NodeJson.Read), Encoding.UTF8, "application/json"),
    };
}

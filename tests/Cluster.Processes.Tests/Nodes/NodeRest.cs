using System.Globalization;
using System.Text.Json;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>The REST of one node, as far as specs need it.</summary>
internal sealed class NodeRest(Uri address, Func<SocketsHttpHandler> handler) : IDisposable
{
    private readonly HttpClient _client = new(handler()) { BaseAddress = address, Timeout = Eventually.Patience };

    /// <summary>Every core of the pool.</summary>
    public async Task<PoolCores> PoolAsync() => PoolCores.Of(await GetAsync("/v2/neuron/cores?scope=pool"));

    /// <summary>The states of a model's replicas on this node, as it has them itself at the moment.</summary>
    public async Task<ImmutableArray<string>> StatesAsync(string model) =>
    [
        .. (await GetAsync("/v2/neuron/cores")).GetProperty("cores").EnumerateArray()
            .SelectMany(core => core.GetProperty("replicas").EnumerateArray())
            .Where(replica => IsOf(model, replica.GetProperty("model").GetString()!))
            .Select(replica => replica.GetProperty("state").GetString()!),
    ];

    /// <summary>Loads a model of this node's repository onto cores of the pool.</summary>
    public Task<JsonElement> LoadAsync(string model, int start, int count) =>
        PostAsync($"/v2/repository/models/{model}/load", Json($$$"""{"parameters":{"scope":"pool","start_nc":{{{start}}},"nc_count":{{{count}}}}}"""));

    /// <summary>Unloads a model wherever it is.</summary>
    public Task<JsonElement> UnloadAsync(string model) => PostAsync($"/v2/repository/models/{model}/unload", """{"parameters":{"scope":"pool"}}""");

    /// <summary>Moves a model to cores of the pool; ends when the new placement is in force.</summary>
    public Task<JsonElement> MoveAsync(string model, int start, int count, string policy = "load-then-unload") =>
        PostAsync($"/v2/neuron/models/{model}/placement", Json($$$"""{"scope":"pool","start_nc":{{{start}}},"nc_count":{{{count}}},"policy":"{{{policy}}}"}"""));

    /// <summary>Where a model is in the pool.</summary>
    public Task<JsonElement> PlacementAsync(string model) => GetAsync($"/v2/neuron/models/{model}/placement?scope=pool");

    /// <summary>One inference: which core of which node ran it.</summary>
    public async Task<(string Node, string Core)> InferAsync(string model, long value)
    {
        var answer = await PostAsync(
            $"/v2/models/{model}/infer", Json($$$"""{"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[{{{value}}}]}]}"""));
        var back = answer.GetProperty("outputs")[0].GetProperty("data")[0].GetInt64();
        if (back != value) throw new InvalidDataException($"{value} was answered {back}.");

        var parameters = answer.GetProperty("parameters");
        return (parameters.GetProperty("neuron_node").GetString()!, parameters.GetProperty("neuron_core").ToString());
    }

    /// <summary>One inference of floats: which node ran it, and what came out.</summary>
    public async Task<(string Node, float[] Answer)> InferAsync(string model, string input, float[] values, params int[] shape)
    {
        var (dimensions, data) = (JsonSerializer.Serialize(shape), JsonSerializer.Serialize(values));
        var answer = await PostAsync(
            $"/v2/models/{model}/infer", $$$"""{"inputs":[{"name":"{{{input}}}","shape":{{{dimensions}}},"datatype":"FP32","data":{{{data}}}}]}""");
        float[] numbers = [.. answer.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(number => number.GetSingle())];
        return (answer.GetProperty("parameters").GetProperty("neuron_node").GetString()!, numbers);
    }

    public async Task<bool> IsReadyAsync()
    {
        using var answer = await _client.GetAsync(new Uri("/v2/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    public Task<JsonElement> GetAsync(string path) => AnswerAsync(_client.GetAsync(new Uri(path, UriKind.Relative)));

    public void Dispose() => _client.Dispose();

    // A node that was given a model by the pool may know it only by the name that it has in the runtime.
    private static bool IsOf(string model, string replica) => replica == model || replica.StartsWith($"{model}__", StringComparison.Ordinal);

    private static string Json(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        using var content = new StringContent(body);
        return await AnswerAsync(_client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static async Task<JsonElement> AnswerAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new RestException(answer.StatusCode, body);

        using var document = JsonDocument.Parse(body.Length == 0 ? "{}" : body);
        return document.RootElement.Clone();
    }
}

using System.Net;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>Callers that ask a model again and again until they are told to stop, and count what they get.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _callers;
    private int _answered;
    private int _failed;

    public Traffic(TestNode node, string model, int callers = 4) =>
        _callers = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(node.Client, $"/v2/models/{model}/infer")));

    public int Answered => _answered;

    public int Failed => _failed;

    /// <summary>Lets those in flight finish.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _callers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }

    private async Task CallAsync(HttpClient client, string path)
    {
        while (!_end.IsCancellationRequested)
        {
            var (status, _) = await client.PostJsonAsync(path, """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}""");
            Interlocked.Increment(ref status == HttpStatusCode.OK ? ref _answered : ref _failed);
        }
    }
}

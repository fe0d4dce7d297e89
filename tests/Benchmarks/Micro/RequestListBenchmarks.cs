using BenchmarkDotNet.Attributes;
using NeuronActors.Routing;

namespace NeuronActors.Benchmarks.Micro;

/// <summary>The list that every request enters and leaves twice, and the request itself.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "BenchmarkDotNet calls instances.")]
[MemoryDiagnoser]
public class RequestListBenchmarks
{
    private readonly RequestList _list = new();
    private readonly PendingInfer[] _requests = [.. Enumerable.Range(0, 256).Select(_ => Request())];
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        foreach (var request in _requests) _list.AddLast(request);
    }

    [Benchmark]
    public int RemoveAndAddLast()
    {
        var request = _requests[_next++ & 0xFF];
        _list.Remove(request);
        _list.AddLast(request);
        return _list.Count;
    }

    [Benchmark]
    public object MakeRequest() => Request();

    private static PendingInfer Request() => new(new ModelName("bench"), [], null, Deadline.None, retryOnFault: true);
}

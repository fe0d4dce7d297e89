using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>What the pool and the runtime cost a request on another node that has next to nothing to carry.</summary>
internal sealed class RemoteSmallCase : IProcessCase
{
    private const int InFlight = 64;

    public string Name => "remote-small";

    public string Summary => $"identity on another node, 64 bytes there and back, {InFlight} in flight ÷ a bare gRPC unary call of the same bytes to another process";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var lab = await RemoteLab.StartAsync(64);
        var rounds = await Task.Run(
            () => Throughput.Measure(
                effort with { WarmUp = effort.ServerWarmUp },
                new ClosedLoop<bool>(InFlight, () => DoneAsync(lab.InferAsync())),
                new ClosedLoop<bool>(InFlight, () => DoneAsync(lab.CallBareAsync()))),
            cancellationToken);
        return [.. Finding.Rates("requests/s", rounds[0], rounds[1], Target.AtLeast(0.7))];
    }

    private static async ValueTask<bool> DoneAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return true;
    }
}

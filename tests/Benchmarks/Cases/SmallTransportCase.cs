using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>What the bounds, the header and the books of a channel cost a request that has next to nothing to carry.</summary>
internal sealed class SmallTransportCase : IOverheadCase
{
    private const int TensorBytes = 64;
    private const int InFlight = 64;

    public string Name => "transport-small";

    public string Summary => $"{TensorBytes} bytes there and back over loopback, {InFlight} in flight ÷ a bare gRPC unary call of the same bytes";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = new TransportLab(TensorBytes);
        var rounds = Throughput.Measure(
            conditions.Effort,
            new ClosedLoop<bool>(InFlight, async () => await DoneAsync(lab.InferAsync()).ConfigureAwait(false)),
            new ClosedLoop<bool>(InFlight, async () => await DoneAsync(lab.CallBareAsync()).ConfigureAwait(false)));
        return [.. Finding.Rates("requests/s", rounds[0], rounds[1], Target.AtLeast(0.7))];
    }

    private static async ValueTask<bool> DoneAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return true;
    }
}

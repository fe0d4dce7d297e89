using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Http.Load;
using NeuronActors.Benchmarks.Http.Subjects;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Http.Cases;

/// <summary>How many requests a second a front end answers, and how soon at half of that, against a bare server of the same protocol.</summary>
internal sealed class FrontEndCase(bool isGrpc) : IProcessCase
{
    private const int InFlight = 32;
    private const string Model = "mnist";

    public string Name => isGrpc ? "grpc" : "rest";

    public string Summary => $"MNIST, batch 1, raw tensors, {(isGrpc ? "gRPC" : "REST")}, {InFlight} in flight ÷ a bare server with the same session";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var node = await SubjectProcess.StartAsync(SubjectProcess.Node, "cores=2", "multicore=true");
        if (isGrpc && !await Lanes.HasGrpcAsync(node.Grpc)) return [Finding.Absolute("the node has no gRPC service: nothing is measured", 0, "", target: null)];

        await using var bare = await SubjectProcess.StartAsync(SubjectProcess.Bare);
        using var toNode = await LanesAsync(node);
        using var toBare = await LanesAsync(bare);
        await toNode.WarmUpAsync(effort);
        await toBare.WarmUpAsync(effort);

        var rates = await Interleaved.MeasureAsync(effort, () => RateAsync(node, toNode, effort), () => RateAsync(bare, toBare, effort));
        var half = Math.Max(1, Statistics.Median(rates[0].Select(round => round.PerSecond)) / 2);
        var tails = await Interleaved.MeasureAsync(effort, () => TailAsync(toNode, half, effort), () => TailAsync(toBare, half, effort));
        var failures = rates.Concat(tails).SelectMany(side => side).Sum(round => round.Failures);
        return
        [
            Finding.Ratio("requests/s", Of(rates[0], round => round.PerSecond), Of(rates[1], round => round.PerSecond), "1/s", Target.AtLeast(0.85)),
            Finding.Ratio("requests/s: CPU of the server for each", Of(rates[0], round => round.Cpu), Of(rates[1], round => round.Cpu), "µs", target: null),
            Finding.Ratio($"p50 at {half:0}/s, half of the node's", Of(tails[0], round => round.P50), Of(tails[1], round => round.P50), "µs", target: null),
            Finding.Ratio($"p99 at {half:0}/s", Of(tails[0], round => round.P99), Of(tails[1], round => round.P99), "µs", Target.AtMost(1.5)),
            Finding.Absolute("requests that got no result", failures, "", Target.AtMost(0)),
        ];
    }

    private async Task<Lanes> LanesAsync(SubjectProcess subject) => isGrpc
        ? Lanes.Grpc(subject.Grpc, InFlight, Model, Fixtures.Images(1)[0])
        : await Lanes.RestAsync(subject.Rest, InFlight, Model, Fixtures.Images(1)[0]);

    private static async Task<Round> RateAsync(SubjectProcess subject, Lanes lanes, Effort effort)
    {
        var before = await subject.UsageAsync();
        var tally = await LaneLoad.ClosedAsync(lanes.All, effort.SettleIn, effort.Window);
        var after = await subject.UsageAsync();

        // CPU time is counted from the first request to the last one, and so are the requests.
        var requests = tally.PerSecond * (effort.SettleIn + effort.Window).TotalSeconds;
        return Round.Of(tally) with { Cpu = (after.Cpu - before.Cpu).TotalMicroseconds / Math.Max(1, requests) };
    }

    private static async Task<Round> TailAsync(Lanes lanes, double perSecond, Effort effort) =>
        Round.Of(await LaneLoad.OpenAsync(lanes.All, perSecond, effort.SettleIn, effort.Window));

    private static double[] Of(Round[] rounds, Func<Round, double> value) => [.. rounds.Select(value)];

    /// <summary>What one side gave in one round.</summary>
    private sealed record Round(double PerSecond, double P50, double P99, long Failures)
    {
        public double Cpu { get; init; }

        public static Round Of(LoadTally tally) =>
            new(tally.PerSecond, tally.Results.Microseconds(50), tally.Results.Microseconds(99), tally.Failures + tally.Refusals.TotalCount);
    }
}

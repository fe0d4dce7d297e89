using System.CommandLine;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.Client.Infer;
using NeuronActors.Node.CommandLine;
using Spectre.Console;

namespace NeuronActors.Node.Client.Bench;

/// <summary><c>bench</c>: loads a model and tells what its callers see.</summary>
internal sealed class BenchCommand : ClientCommand
{
    private const int DefaultConcurrency = 8;
    private const int DefaultConnections = 128;

    private readonly Argument<string> _model = ModelArgument();
    private readonly Option<int?> _concurrency = NumberOption.Whole("--concurrency", "count", $"A closed loop: so many callers, each of which calls again when it has its answer. [default: {DefaultConcurrency}]", least: 1, most: 10_000);
    private readonly Option<double?> _rate = NumberOption.Above0("--rate", "per-second", "An open loop instead: requests at random moments at this rate, whatever the answers do (Poisson).");
    private readonly Option<TimeSpan?> _duration = TimeText.Option("--duration", "How long is counted. [default: 10s]");
    private readonly Option<TimeSpan?> _warmUp = TimeText.Option("--warm-up", "How long it runs before anything counts. [default: 2s]");
    private readonly Option<string[]> _shapes = new("--shape") { Description = "The shape of a made-up input whose model leaves dimensions open; they are 1 otherwise. May be repeated.", HelpName = "name=1,1,28,28" };
    private readonly Option<string[]> _inputs = new("--input") { Description = "An input as in infer, in the place of made-up ones.", HelpName = "name=value" };
    private readonly Option<int?> _version = NumberOption.Whole("--version", "number", "The version that is to answer. [default: the newest]", least: 0);
    private readonly Option<TimeSpan?> _timeout = TimeText.Option("--timeout", "How long each answer may take; the node refuses what it cannot make in time.");
    private readonly Option<int?> _priority = NumberOption.Whole("--priority", "level", "1 goes first. [default: 0, the model's own]", least: 0);
    private readonly Option<int?> _connections = NumberOption.Whole("--connections", "count", $"With --rate: how many connections there may be. [default: {DefaultConnections}]", least: 1, most: 10_000);

    public BenchCommand()
        : base("bench", "Loads a model of a running node and tells latency, throughput, refusals and who answered.")
    {
        Add(_model);
        foreach (Option option in (Option[])[_concurrency, _rate, _duration, _warmUp, _shapes, _inputs, _version, _timeout, _priority, _connections]) Add(option);
        AddCommon();
        Validators.Add(result =>
        {
            if (result.GetResult(_concurrency) is not null && result.GetResult(_rate) is not null) result.AddError("--concurrency is a closed loop and --rate an open one; give one of them.");
        });
    }

    public override string Example => "bench mnist --rate 500 --duration 30s";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var (model, version) = (call.Get(_model), call.Get(_version)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var metadata = await call.Node.GetAsync<ModelMetadata>(NodePaths.Metadata(model, version), cancellationToken);
        var body = new InferBody(await InputsOf(call, metadata, cancellationToken), call.Get(_timeout), call.Get(_priority));
        var plan = new BenchPlan(
            NodePaths.Infer(model, version), call.Get(_concurrency) ?? DefaultConcurrency, call.Get(_rate),
            call.Get(_warmUp) ?? TimeSpan.FromSeconds(2), call.Get(_duration) ?? TimeSpan.FromSeconds(10));
        await TryOnceAsync(call.Node, plan, body, cancellationToken);

        using var node = new NodeClient(call.Node.Address, plan.IsOpen ? call.Get(_connections) ?? DefaultConnections : plan.Concurrency);
        var run = new BenchRun(plan, new BenchCall(node, plan.Path, body));
        var (tally, counted) = await ShowBusyAsync(call.Output, plan, () => run.RunAsync(cancellationToken));
        var report = tally.Report(model, plan, counted);
        call.Output.Write(report, BenchView.Write);
        if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;
        return report.Answered > 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private async Task<ImmutableArray<NamedTensor>> InputsOf(ClientCall call, ModelMetadata metadata, CancellationToken cancellationToken)
    {
        var shapes = ShapeOption.Parse(call.Get(_shapes) ?? []);
        if (call.Get(_inputs) is not { Length: > 0 } given) return SyntheticInputs.Of(metadata, shapes);
        if (shapes.Count > 0) throw ClientException.Usage("--shape is for made-up inputs, and --input gives others; give one of them.");

        return await new InputReader(metadata, Console.OpenStandardInput).ReadAsync([.. given.Select(text => InputArgument.Parse("--input", text))], cancellationToken);
    }

    // What would fail each time is told once, as infer tells it, instead of a thousand times in a table.
    private static async Task TryOnceAsync(NodeClient node, BenchPlan plan, InferBody body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = body.ToRequest(plan.Path);
            using var response = await node.CallAsync(request, cancellationToken);
        }
        catch (ClientException busy) when (busy.ExitCode == CommandLine.ExitCode.Unavailable)
        {
            // A node that is busy now may be just what is to be measured.
        }
    }

    private static Task<T> ShowBusyAsync<T>(ClientOutput output, BenchPlan plan, Func<Task<T>> run) =>
        !output.IsJson && output.Console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? output.Console.Status().StartAsync($"warm-up {plan.WarmUp.TotalSeconds:0.#} s, then {plan.Duration.TotalSeconds:0.#} s that count; Ctrl-C ends it with what there is", _ => run())
            : run();
}

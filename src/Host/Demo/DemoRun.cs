using System.Diagnostics;
using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Demo;

/// <summary>The story of the demo: load a model on two cores, read the digits, then move it about while it serves.</summary>
internal sealed class DemoRun(DemoNode node, DemoOptions options, DigitSet digits)
{
    private const int StartNc = 2;
    private const int NcCount = 2;

    // The first move is looked at closely, so there is more load on both sides of it.
    private static readonly TimeSpan LongPhase = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortPhase = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.1);

    /// <summary>The placement that the model is loaded with.</summary>
    public static NcRange Home { get; } = new(StartNc, NcCount);

    /// <summary>Loads the model.</summary>
    public async Task<(NeuronModel Model, DemoScene Scene)> LoadAsync(CancellationToken cancellationToken)
    {
        var cores = node.Cores;
        NeuronModel model;
        using (new NeuronCoresContext(StartNc, NcCount))
        {
            model = await cores.LoadAsync(options.ModelPath, cancellationToken: cancellationToken);
        }

        var scene = new DemoScene(
            cores.Description, cores.Visible.Length, model.Name, model.Signature, await PlacementAsync(model.Name, cancellationToken), options.Computes);
        return (model, scene);
    }

    /// <summary>Makes every move under a steady load, then unloads the model, so that nothing is left that could answer.</summary>
    public async Task<(ImmutableArray<MoveResult> Moves, LoadResult Load)> MoveUnderLoadAsync(
        NeuronModel model, IProgress<DemoStep> progress, CancellationToken cancellationToken)
    {
        var moves = Move.AllOf(node.Cores, model.Name);
        var whole = (2 * LongPhase) + ((moves.Length - 1) * ShortPhase);
        var setup = new CallerSetup(node.Cores.Entry, model.Name, digits, node.Cores.Visible.Length, options.Computes);
        using var load = SteadyLoad.Start(node.System, setup);
        var done = await ServeAsync(Home, LongPhase, TimeSpan.Zero);
        var results = ImmutableArray.CreateBuilder<MoveResult>();
        foreach (var move in moves)
        {
            progress.Report(new DemoStep(move.Call, done / whole));
            await load.EnterNextPhaseAsync(cancellationToken);
            var begun = Stopwatch.GetTimestamp();
            await move.RunAsync(cancellationToken);
            var took = Stopwatch.GetElapsedTime(begun);
            await load.EnterNextPhaseAsync(cancellationToken);
            results.Add(new MoveResult(move.Call, move.Meaning, move.Wanted, await PlacementAsync(model.Name, cancellationToken), took));
            done = await ServeAsync(move.Wanted, results.Count == 1 ? LongPhase : ShortPhase, done);
        }

        await load.StopAsync(cancellationToken);
        await node.Cores.UnloadAsync(model.Name, cancellationToken);
        return (results.ToImmutable(), await load.CountAsync(cancellationToken));

        async Task<TimeSpan> ServeAsync(NcRange where, TimeSpan duration, TimeSpan from)
        {
            var end = from + duration;
            for (var now = from; now < end; now += Tick)
            {
                progress.Report(new DemoStep($"serving on {CoreText.Of(where.Cores)}", now / whole));
                await Task.Delay(Tick, cancellationToken);
            }

            return end;
        }
    }

    private async Task<SubgraphPlacement> PlacementAsync(ModelName model, CancellationToken cancellationToken) =>
        (await node.Cores.GetPlacementAsync(model, cancellationToken)).Subgraphs.Single();
}

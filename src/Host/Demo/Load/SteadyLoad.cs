using System.Diagnostics;
using Akka.Actor;

namespace NeuronActors.Node.Demo.Load;

/// <summary>A steady load on a model by a number of callers, and what is counted of it, phase by phase.</summary>
internal sealed class SteadyLoad : IDisposable
{
    /// <summary>How many requests are outstanding at any time.</summary>
    public const int Callers = 8;

    // An answer that has not come after this time never comes; it is then missing from the count, which is what is looked for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ActorSystem _system;
    private readonly CallerSetup _setup;
    private readonly ImmutableArray<IActorRef> _callers;
    private readonly List<TimeSpan> _durations = [];
    private long _phaseBegun = Stopwatch.GetTimestamp();

    private SteadyLoad(ActorSystem system, CallerSetup setup)
    {
        _system = system;
        _setup = setup;
        _callers = [.. Enumerable.Range(0, Callers).Select(number => system.ActorOf(CallerActor.Props(setup, number), $"caller-{number}"))];
    }

    public static SteadyLoad Start(ActorSystem system, CallerSetup setup) => new(system, setup);

    /// <summary>Ends a phase and begins the next. When this returns, every caller is in it.</summary>
    public async Task EnterNextPhaseAsync(CancellationToken cancellationToken)
    {
        _durations.Add(Stopwatch.GetElapsedTime(_phaseBegun));
        await AskAllAsync<LoadProtocol.PhaseEntered>(new LoadProtocol.EnterPhase(_durations.Count), cancellationToken);
        _phaseBegun = Stopwatch.GetTimestamp();
    }

    /// <summary>Sends no more, and waits for what is outstanding.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _durations.Add(Stopwatch.GetElapsedTime(_phaseBegun));
        try
        {
            await AskAllAsync<LoadProtocol.Stopped>(new LoadProtocol.Stop(), cancellationToken);
        }
        catch (AskTimeoutException)
        {
            // Somebody waits for an answer in vain: the count will show it.
        }
    }

    /// <summary>
    /// What was counted. Called after the model is unloaded: then nobody is left who could answer, and every second answer has come.
    /// </summary>
    public async Task<LoadResult> CountAsync(CancellationToken cancellationToken)
    {
        var all = new CallerTally(_setup.Cores);
        foreach (var tally in await AskAllAsync<CallerTally>(new LoadProtocol.GetTally(), cancellationToken)) all.Add(tally);

        return new LoadResult(
            [.. _durations.Select((duration, i) => ToPhase(duration, all.Phases.GetValueOrDefault(i) ?? new PhaseTally(_setup.Cores)))],
            all.Sent,
            all.Answered,
            all.Failed,
            all.Duplicated,
            all.Wrong)
        {
            FirstFailure = all.FirstFailure,
        };
    }

    public void Dispose()
    {
        foreach (var caller in _callers) _system.Stop(caller);
    }

    private static LoadPhase ToPhase(TimeSpan duration, PhaseTally tally) => new(duration, tally.PerCore, tally.Latency);

    private Task<T[]> AskAllAsync<T>(object question, CancellationToken cancellationToken) =>
        Task.WhenAll(_callers.Select(caller => caller.Ask<T>(question, Patience, cancellationToken)));
}

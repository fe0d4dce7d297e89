using System.Diagnostics;
using Akka.Actor;
using HdrHistogram;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>One policy of the moves case: a stretch without moves and a stretch of moves take turns, under one load that never stops.</summary>
internal sealed class MovesRun : IDisposable
{
    public const int CoreCount = 4;
    public const int ExecutionMilliseconds = 2;
    public const int LoadMilliseconds = 5;
    public const double Load = 0.7;
    public const int PauseMilliseconds = 50;

    private const double PerSecond = Load * 1000 / ExecutionMilliseconds;
    private const int MostRequests = 1_000_000;

    // Between moves, so that what piles up in the hole of one is gone before the next. At 70 % load a hole of 8 ms takes 19 ms to work
    // off; with moves back to back the core would be asked for more than it has, and any latency would follow from that.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(PauseMilliseconds);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Effort _effort;
    private readonly MovePolicy _policy;
    private readonly NeuronLab _lab;
    private readonly NeuronModel _model;
    private readonly AnswerBook _book = new(MostRequests);
    private readonly PoissonSender _sender;
    private readonly List<(long From, long To)> _steadyStretches = [];
    private readonly List<(long From, long To)> _moves = [];
    private int _core;

    public MovesRun(Conditions conditions, MovePolicy policy)
    {
        _effort = conditions.Effort;
        _policy = policy;
        _lab = NeuronLab.Simulated(CoreCount, conditions);
        _model = _lab.Load(Fixtures.Moving, replicas: 1);
        var collector = _book.StartCollector(_lab.System);
        _sender = new PoissonSender(PerSecond, (number, due) => Send(collector, number, due));
        _sender.Start();
        Thread.Sleep(_effort.WarmUp);
    }

    public int Sent => _sender.Sent;

    public int Moves => _moves.Count;

    public int Failed { get; private set; }

    public long Duplicated { get; private set; }

    /// <summary>Latencies of the requests that were due in a stretch without moves.</summary>
    public LongHistogram Steady { get; } = Statistics.Nanoseconds();

    /// <summary>Latencies of the requests that were open at some moment of a move.</summary>
    public LongHistogram DuringMoves { get; } = Statistics.Nanoseconds();

    public void Round()
    {
        var begun = Stopwatch.GetTimestamp();
        Thread.Sleep(_effort.Steady);
        _steadyStretches.Add((begun, Stopwatch.GetTimestamp()));
        for (var move = 0; move < _effort.MovesPerRound; move++) Move();
    }

    /// <summary>Ends the load, waits for the last answers, and counts.</summary>
    public void Finish()
    {
        _sender.Stop();
        var begun = Stopwatch.GetTimestamp();
        while (_book.Answered < Sent && Stopwatch.GetElapsedTime(begun) < Patience) Thread.Sleep(10);
        Thread.Sleep(_effort.SettleIn);

        Failed = _book.Count(Sent, entry => entry.Answers == 0 || entry.HasFailed);
        var executions = _lab.Runtime.Cores.Sum(core => ((SimulatedRuntime)_lab.Runtime).GetStatistics(core.Index).Executions);
        Duplicated = _book.Count(Sent, entry => entry.Answers > 1) + Math.Max(0, executions - Sent);
        Record(Steady, _steadyStretches, entry => entry.Due);
        Record(DuringMoves, _moves, entry => entry.AnsweredAt);
    }

    public void Dispose() => _lab.Dispose();

    private void Send(IActorRef collector, int number, long due)
    {
        _book.Due(number, due);
        _lab.Cores.Entry.Tell(new Infer(_model.Name, Fixtures.OneNumber) { RequestId = AnswerBook.Id(number) }, collector);
    }

    private void Move()
    {
        _core = (_core + 1) % CoreCount;
        var begun = Stopwatch.GetTimestamp();
        _lab.Cores.SetNeuronCoresAsync(_model.Name, _core, 1, policy: _policy).GetAwaiter().GetResult();
        _moves.Add((begun, Stopwatch.GetTimestamp()));
        Thread.Sleep(Pause);
    }

    // A request belongs to a span when it was due before the end of it, and when `until` says that it was still of interest at its start.
    private void Record(LongHistogram histogram, List<(long From, long To)> spans, Func<AnswerBook.Entry, long> until)
    {
        var span = 0;
        foreach (var entry in _book.Entries(0, Sent).Where(entry => entry.Answers > 0))
        {
            while (span < spans.Count && spans[span].To < entry.Due) span++;
            if (span == spans.Count) return;
            if (until(entry) >= spans[span].From) histogram.RecordValue(entry.Nanoseconds);
        }
    }
}

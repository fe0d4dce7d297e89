using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

/// <summary>
/// The cores and the router as one change sees them: notes what it asks for, and answers when and how a script says. Every step is checked
/// as it is asked for, against what really is on the cores.
/// </summary>
internal sealed class ChangeWorld : IChangeSteps
{
    private readonly List<(string Subgraph, VisibleCoreIndex Core, PlacementStep Step)> _pending = [];
    private readonly List<(string Subgraph, VisibleCoreIndex Core, PlacementStep Step)> _late = [];
    private readonly HashSet<VisibleCoreIndex> _outOfService = [];
    private readonly HashSet<(string, VisibleCoreIndex)> _owedReadmissions = [];
    private readonly HashSet<(string, VisibleCoreIndex)> _owedAbandonments = [];
    private readonly Queue<VisibleCoreIndex> _givenUp = new();
    private readonly MovePolicy _policy;
    private readonly bool _mayGoBack;
    private readonly StepFailure? _flaw;

    // What is still under way of the stage in which the first failure was; null while there has been none.
    private HashSet<(string, VisibleCoreIndex)>? _stageOfFailure;

    public ChangeWorld(ImmutableArray<SubgraphMove> moves, MovePolicy policy, bool mayGoBack = true, bool refusesInTheEnd = false)
    {
        _policy = policy;
        _mayGoBack = mayGoBack;
        _flaw = refusesInTheEnd ? new StepFailure(PlacementStep.Load, RuntimeErrorKind.UnsupportedModel, "flaw") : null;
        Change = new PlacementChange(new Epoch(1), moves, policy, this, mayGoBack);
    }

    public PlacementChange Change { get; }

    /// <summary>What was asked for, in words.</summary>
    public List<string> Log { get; } = [];

    /// <summary>The cores that have been lost or given up at any time.</summary>
    public HashSet<VisibleCoreIndex> Lost { get; } = [];

    public bool HasEnded { get; private set; }

    /// <summary>Whether something went wrong after the change had turned back.</summary>
    public bool FailedOnTheWayBack { get; private set; }

    /// <summary>Does what one number of a script says.</summary>
    public void Play(int what, int who)
    {
        if (_givenUp.Count > 0 && what % 3 == 0)
        {
            Lose(_givenUp.Dequeue());
            return;
        }

        switch (what)
        {
            case < 10: Answer(who, well: true); break;
            case < 13: Answer(who, well: false); break;
            case < 15: TimeOut(who); break;
            case < 17: AnswerLate(who); break;
            case 17: Lose(new VisibleCoreIndex(who % 6)); break;
            default: _outOfService.Remove(new VisibleCoreIndex(who % 6)); break;
        }
    }

    /// <summary>Everything that is still asked for goes well, until the change has ended.</summary>
    public void PlayToTheEnd()
    {
        for (var round = 0; !HasEnded; round++)
        {
            Assert.True(round < 500 && (_pending.Count > 0 || _givenUp.Count > 0), $"The change neither ends nor waits: {string.Join(", ", Log)}");
            if (_givenUp.Count > 0) Lose(_givenUp.Dequeue());
            else Answer(0, well: true);
        }

        while (_late.Count > 0) AnswerLate(0);
    }

    /// <summary>What must hold once it has ended, however it went.</summary>
    public void CheckEnd()
    {
        Assert.True(HasEnded);
        Assert.Empty(_owedReadmissions);
        Assert.Empty(_owedAbandonments);
        foreach (var move in Change.Moves)
        {
            var cores = Change.Cores(move.Subgraph);
            Assert.Equal(cores.Count, cores.Distinct().Count());
            if (Change.Failure is null)
            {
                Assert.Empty(cores.Except(move.To));
                Assert.Empty(move.To.Except(cores).Except(Lost));
            }
            else if (_mayGoBack && !FailedOnTheWayBack && Lost.Count == 0)
            {
                Assert.True(cores.ToHashSet().SetEquals(move.From), $"{string.Join(",", cores)} is not {string.Join(",", move.From)}: {string.Join(", ", Log)}");
                Assert.True(Change.IsRestored);
            }
        }
    }

    /// <summary>One of the steps that are asked for fails: a load in either way, anything else by taking too long.</summary>
    public void FailOne(int who, bool byTimeout)
    {
        if (_pending.Count == 0) return;
        if (byTimeout || _pending[who % _pending.Count].Step != PlacementStep.Load) TimeOut(who);
        else Answer(who, well: false);
    }

    public void Drained(string subgraph, int core) => Settle(subgraph, new VisibleCoreIndex(core), PlacementStep.Drain, well: true);

    public void Unloaded(string subgraph, int core) => Settle(subgraph, new VisibleCoreIndex(core), PlacementStep.Unload, well: true);

    public void Loaded(string subgraph, int core) => Settle(subgraph, new VisibleCoreIndex(core), PlacementStep.Load, well: true);

    public void LoadFailed(string subgraph, int core) => Settle(subgraph, new VisibleCoreIndex(core), PlacementStep.Load, well: false);

    public void TimeOut(string subgraph, int core) => TimeOut(_pending.FindIndex(step => step.Subgraph == subgraph && step.Core.Value == core));

    public void Lose(VisibleCoreIndex core)
    {
        if (HasEnded) return;

        Log.Add($"lost {core}");
        Lost.Add(core);
        _outOfService.Add(core);
        var turnsBack = _pending.Exists(step => step.Core == core && step.Step == PlacementStep.Load);
        BeforeAdversity(turnsBack);
        foreach (var step in _pending.Where(step => step.Core == core)) _stageOfFailure?.Remove((step.Subgraph, core));

        // The router has nothing more to drain there, and the core answers for everything that it was to do. Nobody hears that any more.
        _late.AddRange(_pending.Where(step => step.Core == core));
        _pending.RemoveAll(step => step.Core == core);
        _owedReadmissions.RemoveWhere(owed => owed.Item2 == core);
        Change.CoreLost(core, "it broke");
        AfterAdversity();
        Check();
    }

    bool IChangeSteps.IsInService(VisibleCoreIndex core) => !_outOfService.Contains(core);

    void IChangeSteps.Hold(string subgraph)
    {
        Assert.False(HasEnded);
        Log.Add($"hold {subgraph}");
    }

    void IChangeSteps.Drain(string subgraph, VisibleCoreIndex core)
    {
        Ask(subgraph, core, PlacementStep.Drain);
        Assert.Contains(core, Change.Cores(subgraph));
        NotInBothPlaces(subgraph, core);
    }

    void IChangeSteps.Readmit(string subgraph, VisibleCoreIndex core)
    {
        Log.Add($"readmit {subgraph} {core}");
        _pending.Remove((subgraph, core, PlacementStep.Drain));
        _owedReadmissions.Remove((subgraph, core));
        Assert.Contains(core, Change.Cores(subgraph));
    }

    void IChangeSteps.Unload(string subgraph, VisibleCoreIndex core)
    {
        Ask(subgraph, core, PlacementStep.Unload);
        NotInBothPlaces(subgraph, core);
    }

    void IChangeSteps.Load(string subgraph, VisibleCoreIndex core)
    {
        Ask(subgraph, core, PlacementStep.Load);
        Assert.DoesNotContain(core, Change.Cores(subgraph));
        Assert.Contains(core, MoveOf(subgraph).From.Union(MoveOf(subgraph).To));
    }

    void IChangeSteps.AbandonLoad(string subgraph, VisibleCoreIndex core)
    {
        Log.Add($"abandon {subgraph} {core}");
        _owedAbandonments.Remove((subgraph, core));
    }

    void IChangeSteps.GiveUpCore(VisibleCoreIndex core, string why)
    {
        Log.Add($"give up {core}");
        Lost.Add(core);
        _givenUp.Enqueue(core);
    }

    StepFailure? IChangeSteps.Verify()
    {
        Assert.Empty(_pending);
        Log.Add("verify");
        if (_flaw is not null) _stageOfFailure = [];
        return _flaw;
    }

    void IChangeSteps.Ended(PlacementChange change)
    {
        Assert.Same(Change, change);
        Assert.False(HasEnded, "It ended twice.");
        Assert.Empty(_pending);
        HasEnded = true;
        Log.Add("ended");
    }

    private void Ask(string subgraph, VisibleCoreIndex core, PlacementStep step)
    {
        Assert.False(HasEnded);
        Assert.DoesNotContain(_pending, other => other.Subgraph == subgraph && other.Core == core);
        Assert.Equal(step, Change.StepOf(subgraph, core));
        _pending.Add((subgraph, core, step));
        Log.Add($"{step} {subgraph} {core}".ToLowerInvariant());
    }

    private void NotInBothPlaces(string subgraph, VisibleCoreIndex core) =>
        Assert.False(MoveOf(subgraph).From.Contains(core) && MoveOf(subgraph).To.Contains(core), $"{core} is in both places.");

    private SubgraphMove MoveOf(string subgraph) => Change.Moves.Single(move => move.Subgraph == subgraph);

    private void Answer(int who, bool well)
    {
        if (_pending.Count == 0 || HasEnded) return;

        var (subgraph, core, step) = _pending[who % _pending.Count];

        // Only a load can be answered with a failure; and on a core out of service nothing is loaded.
        Settle(subgraph, core, step, step != PlacementStep.Load || (well && !_outOfService.Contains(core)));
    }

    private void Settle(string subgraph, VisibleCoreIndex core, PlacementStep step, bool well)
    {
        if (!well) BeforeAdversity(turnsBack: true);
        Assert.True(_pending.Remove((subgraph, core, step)), $"{step} of {subgraph} on {core} was not asked for.");
        if (step != PlacementStep.Drain) _stageOfFailure?.Remove((subgraph, core));
        Tell(subgraph, core, step, well);
        if (!well) AfterAdversity();
        Check();
    }

    private void AnswerLate(int who)
    {
        if (_late.Count == 0) return;

        var (subgraph, core, step) = _late[who % _late.Count];
        _late.RemoveAt(who % _late.Count);
        var before = Log.Count;
        Tell(subgraph, core, step, well: step != PlacementStep.Load);
        Assert.Equal(before, Log.Count);
    }

    private void Tell(string subgraph, VisibleCoreIndex core, PlacementStep step, bool well)
    {
        switch (step)
        {
            case PlacementStep.Drain: Change.Drained(subgraph, core); break;
            case PlacementStep.Unload: Change.Unloaded(subgraph, core); break;
            case PlacementStep.Load when well: Change.Loaded(subgraph, core); break;
            default: Change.LoadFailed(subgraph, core, RuntimeErrorKind.OutOfResources, "no memory", null); break;
        }
    }

    private void TimeOut(int who)
    {
        if (_pending.Count == 0 || HasEnded) return;

        var (subgraph, core, step) = _pending[who % _pending.Count];
        BeforeAdversity(turnsBack: true);
        _pending.Remove((subgraph, core, step));
        _stageOfFailure?.Remove((subgraph, core));
        if (step == PlacementStep.Drain) _owedReadmissions.Add((subgraph, core));
        if (step == PlacementStep.Load) _owedAbandonments.Add((subgraph, core));
        _late.Add((subgraph, core, step));
        Log.Add($"timeout {subgraph} {core}");
        Change.TimedOut(subgraph, core, TimeSpan.FromSeconds(1));
        Assert.Empty(_owedReadmissions);
        Assert.Empty(_owedAbandonments);
        AfterAdversity();
        Check();
    }

    private void BeforeAdversity(bool turnsBack)
    {
        if (_stageOfFailure is { Count: 0 }) FailedOnTheWayBack = true;
        if (turnsBack) _stageOfFailure ??= [.. _pending.Select(step => (step.Subgraph, step.Core))];
    }

    private void AfterAdversity() => Assert.True(_stageOfFailure is null || Change.Failure is not null);

    private void Check()
    {
        foreach (var move in Change.Moves)
        {
            var count = Change.Cores(move.Subgraph).Count;
            var (least, most) = (Math.Min(move.From.Length, move.To.Length), Math.Max(move.From.Length, move.To.Length));
            if (_policy == MovePolicy.LoadThenUnload && Lost.Count == 0) Assert.True(count >= least, $"{count} replicas of at least {least}");
            if (_policy == MovePolicy.UnloadThenLoad) Assert.True(count <= most, $"{count} replicas of at most {most}");
        }
    }
}

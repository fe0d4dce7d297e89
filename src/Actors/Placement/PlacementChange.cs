namespace NeuronActors.Placement;

/// <summary>
/// One change of a model's placement as a protocol: hold → drain → unload → load → release, replica by replica, and all the way back when
/// a step fails. Plain and single-threaded: it is told what happened and says what to do next.
/// </summary>
/// <remarks>
/// States: forward → (a step failed) → back → ended. While it is on its way back, another failure leaves what could not be put back as
/// it is. At any time <see cref="Cores"/> says where the replicas really are.
/// </remarks>
internal sealed class PlacementChange
{
    private readonly IChangeSteps _steps;
    private readonly MovePolicy _policy;
    private readonly bool _mayGoBack;
    private readonly ImmutableArray<SubgraphMove> _moves;
    private readonly Dictionary<string, List<VisibleCoreIndex>> _cores = new(StringComparer.Ordinal);
    private readonly Queue<(string Subgraph, ImmutableArray<ReplicaSwap> Swaps)> _stages = new();
    private readonly List<ActiveSwap> _active = [];
    private bool _isGoingBack;
    private bool _hasEnded;

    /// <summary>Makes a change that has not begun.</summary>
    /// <param name="epoch">Its number.</param>
    /// <param name="moves">What it does, subgraph by subgraph.</param>
    /// <param name="policy">The order of the halves of a swap.</param>
    /// <param name="steps">What carries its steps out.</param>
    /// <param name="mayGoBack">Whether a failure undoes it. An unload that was asked for goes on instead.</param>
    public PlacementChange(
        Epoch epoch, ImmutableArray<SubgraphMove> moves, MovePolicy policy, IChangeSteps steps, bool mayGoBack = true)
    {
        _mayGoBack = mayGoBack;
        Epoch = epoch;
        _moves = moves;
        _policy = policy;
        _steps = steps;
        foreach (var move in moves) _cores[move.Subgraph] = [.. move.From];
    }

    public Epoch Epoch { get; }

    public ImmutableArray<SubgraphMove> Moves => _moves;

    /// <summary>The first step that failed; null while none has.</summary>
    public StepFailure? Failure { get; private set; }

    /// <summary>After a failure: whether every replica is back where it was.</summary>
    public bool IsRestored => _moves.All(move => move.From.ToHashSet().SetEquals(_cores[move.Subgraph]));

    /// <summary>Where the replicas of a subgraph are, in the order in which they came.</summary>
    public IReadOnlyList<VisibleCoreIndex> Cores(string subgraph) => _cores[subgraph];

    /// <summary>The step that a core is in for a subgraph; null when it is in none.</summary>
    public PlacementStep? StepOf(string subgraph, VisibleCoreIndex core) => Find(subgraph, core)?.Step;

    /// <summary>Begins.</summary>
    public void Start()
    {
        foreach (var move in _moves)
        {
            _steps.Hold(move.Subgraph);
            Plan(move.Subgraph, move.From, move.To);
        }

        RunNextStage();
    }

    public void Drained(string subgraph, VisibleCoreIndex core)
    {
        if (Find(subgraph, core, PlacementStep.Drain) is { } swap) BeginUnload(swap);
    }

    public void Unloaded(string subgraph, VisibleCoreIndex core)
    {
        if (Find(subgraph, core, PlacementStep.Unload) is { } swap) EndUnload(swap);
    }

    public void Loaded(string subgraph, VisibleCoreIndex core)
    {
        if (Find(subgraph, core, PlacementStep.Load) is not { } swap) return;

        _cores[subgraph].Add(core);
        if (_policy == MovePolicy.LoadThenUnload && swap.Swap.From is not null) BeginDrain(swap);
        else End(swap);
    }

    public void LoadFailed(string subgraph, VisibleCoreIndex core, RuntimeErrorKind kind, string message, NeuronStatus? status)
    {
        if (Find(subgraph, core, PlacementStep.Load) is { } swap) Fail(swap, new StepFailure(PlacementStep.Load, kind, message, core, status));
    }

    /// <summary>The step that a core is in has taken longer than it may.</summary>
    public void TimedOut(string subgraph, VisibleCoreIndex core, TimeSpan after)
    {
        if (Find(subgraph, core) is not { } swap) return;

        var why = $"{swap.Step} of '{subgraph}' on NeuronCore {core} did not end within {after.TotalSeconds:0.###} s";
        switch (swap.Step)
        {
            case PlacementStep.Drain:
                _steps.Readmit(subgraph, core);
                break;
            case PlacementStep.Load:
                _steps.AbandonLoad(subgraph, core);
                break;
            case PlacementStep.Unload:
                // Nobody knows whether the replica is still there. The core is cleared and probed before it is used again.
                _cores[subgraph].Remove(core);
                _steps.GiveUpCore(core, why);
                break;
        }

        Fail(swap, new StepFailure(swap.Step, RuntimeErrorKind.TimedOut, why, core));
    }

    /// <summary>A core has gone out of service, with all that was on it.</summary>
    public void CoreLost(VisibleCoreIndex core, string reason)
    {
        foreach (var cores in _cores.Values) cores.Remove(core);
        var failure = new StepFailure(PlacementStep.Load, RuntimeErrorKind.DeviceFault, $"NeuronCore {core} went out of service: {reason}", core);
        foreach (var swap in _active.Where(swap => swap.Swap.From == core || swap.Swap.To == core).ToArray())
        {
            if (swap.Core == core && swap.Step == PlacementStep.Load)
            {
                Fail(swap, failure);
            }
            else if (swap.Core == core)
            {
                EndUnload(swap);
            }
            else if (swap.Step == PlacementStep.Drain)
            {
                // The new replica is lost before the old one is gone: the old one is kept.
                _steps.Readmit(swap.Subgraph, swap.Core);
                Fail(swap, failure);
            }
        }
    }

    private void Plan(string subgraph, IReadOnlyCollection<VisibleCoreIndex> from, IReadOnlyCollection<VisibleCoreIndex> to)
    {
        foreach (var stage in MovePlan.Between(from, to)) _stages.Enqueue((subgraph, stage));
    }

    private void RunNextStage()
    {
        while (_active.Count == 0 && !_hasEnded)
        {
            if (Failure is not null && _mayGoBack && !_isGoingBack) GoBack();
            if (!_stages.TryDequeue(out var stage))
            {
                if (EndOrGoBack()) return;
                continue;
            }

            var swaps = stage.Swaps.Select(swap => new ActiveSwap(stage.Subgraph, swap)).ToArray();
            _active.AddRange(swaps);
            foreach (var swap in swaps) Begin(swap);
        }
    }

    private bool EndOrGoBack()
    {
        if (Failure is null && _steps.Verify() is { } flaw)
        {
            Failure = flaw;
            return false;
        }

        _hasEnded = true;
        _steps.Ended(this);
        return true;
    }

    private void GoBack()
    {
        _isGoingBack = true;
        _stages.Clear();
        foreach (var move in _moves.Reverse()) Plan(move.Subgraph, _cores[move.Subgraph], [.. move.From.Where(_steps.IsInService)]);
    }

    private void Begin(ActiveSwap swap)
    {
        if (swap.Swap.From is null || (_policy == MovePolicy.LoadThenUnload && swap.Swap.To is not null)) BeginLoad(swap);
        else BeginDrain(swap);
    }

    private void BeginDrain(ActiveSwap swap)
    {
        // Its core may have been lost between the plan and now.
        if (!_cores[swap.Subgraph].Contains(swap.Swap.From!.Value))
        {
            EndUnload(swap);
            return;
        }

        swap.Enter(PlacementStep.Drain);
        _steps.Drain(swap.Subgraph, swap.Core);
    }

    private void BeginUnload(ActiveSwap swap)
    {
        swap.Enter(PlacementStep.Unload);
        _steps.Unload(swap.Subgraph, swap.Core);
    }

    private void EndUnload(ActiveSwap swap)
    {
        _cores[swap.Subgraph].Remove(swap.Swap.From!.Value);
        if (_policy == MovePolicy.UnloadThenLoad && swap.Swap.To is not null) BeginLoad(swap);
        else End(swap);
    }

    private void BeginLoad(ActiveSwap swap)
    {
        swap.Enter(PlacementStep.Load);
        _steps.Load(swap.Subgraph, swap.Core);
    }

    private void Fail(ActiveSwap swap, StepFailure failure)
    {
        Failure ??= failure;
        End(swap);
    }

    private void End(ActiveSwap swap)
    {
        _active.Remove(swap);
        RunNextStage();
    }

    private ActiveSwap? Find(string subgraph, VisibleCoreIndex core) =>
        _active.Find(swap => swap.Core == core && string.Equals(swap.Subgraph, subgraph, StringComparison.Ordinal));

    private ActiveSwap? Find(string subgraph, VisibleCoreIndex core, PlacementStep step) =>
        Find(subgraph, core) is { } swap && swap.Step == step ? swap : null;

    private sealed class ActiveSwap(string subgraph, ReplicaSwap swap)
    {
        public string Subgraph => subgraph;

        public ReplicaSwap Swap => swap;

        public PlacementStep Step { get; private set; } = PlacementStep.Hold;

        /// <summary>The core that the present step concerns.</summary>
        public VisibleCoreIndex Core => Step == PlacementStep.Load ? swap.To!.Value : swap.From ?? swap.To!.Value;

        public void Enter(PlacementStep step) => Step = step;
    }
}

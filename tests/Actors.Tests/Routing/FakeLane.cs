using System.Diagnostics;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

/// <summary>
/// A lane without threads: what is put in lies there until the spec runs it. The cap and the line are kept in the plainest way, and every
/// breach of what a lane's users promise fails the spec at once.
/// </summary>
internal sealed class FakeLane(VisibleCoreIndex core, int capacity) : ILane
{
    private readonly Queue<ISlotWaiter> _line = new();
    private readonly Queue<LaneWork> _queue = new();
    private int _taken;

    public VisibleCoreIndex Core => core;

    // Here every end is told at once.
    public void WantNews()
    {
    }

    public bool HasRoom => !IsClosed && _line.Count == 0 && _taken < capacity;

    public bool IsClosed { get; private set; }

    /// <summary>Slots in use.</summary>
    public int Taken => _taken;

    public int Queued => _queue.Count;

    public int InLine => _line.Count;

    /// <summary>Looks at what is put in.</summary>
    public Action<InferAttempt>? OnPut { get; set; }

    /// <summary>An execution said that the core is broken; the lane is closed by then.</summary>
    public Action? OnFault { get; set; }

    public bool TryTakeSlot()
    {
        if (_line.Count > 0 || _taken == capacity) return false;

        _taken++;
        return true;
    }

    public void ReleaseSlot()
    {
        Assert.True(_taken > 0, "A slot was given back that nobody had.");
        _taken--;
        Grant();
    }

    public void WaitForSlot(ISlotWaiter waiter)
    {
        _line.Enqueue(waiter);
        Grant();
    }

    public bool TryPut(LaneWork work)
    {
        OnPut?.Invoke((InferAttempt)work);
        if (IsClosed)
        {
            ReleaseSlot();
            return false;
        }

        Assert.True(_queue.Count < _taken, "Work was put in without a slot.");
        _queue.Enqueue(work);
        return true;
    }

    /// <summary>Runs the oldest work to its end.</summary>
    /// <param name="during">What happens while it is in the runtime.</param>
    public void RunNext(Action<InferAttempt>? during = null)
    {
        var attempt = (InferAttempt)_queue.Dequeue();
        ((FakeSubgraph)attempt.Routee.Subgraph).During = during is null ? null : () => during(attempt);

        // A lane with no thread at all: an execution counts on it, and reports a fault to it, and needs nothing else of it.
        attempt.Execute(new CoreLane(core, threads: 0, capacity, "none") { Faulted = _ => Fault() }, Stopwatch.GetTimestamp());
        ReleaseSlot();
        attempt.Finish();
    }

    /// <summary>Closes the lane and gives back what has not begun.</summary>
    public void Close()
    {
        IsClosed = true;
        while (_queue.TryDequeue(out var work))
        {
            work.GiveBack();
            ReleaseSlot();
        }
    }

    private void Fault()
    {
        Close();
        OnFault?.Invoke();
    }

    private void Grant()
    {
        while (_taken < capacity && _line.TryDequeue(out var waiter))
        {
            _taken++;
            waiter.SlotGranted(this);
        }
    }
}

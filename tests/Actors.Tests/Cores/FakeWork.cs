using NeuronActors.Cores;

namespace NeuronActors.Tests.Cores;

/// <summary>Work that notes what becomes of it, and that may be held up while it runs.</summary>
internal sealed class FakeWork(Action<FakeWork>? run = null) : LaneWork
{
    private readonly TaskCompletionSource _ended = new();

    public int Executed;
    public int Finished;
    public int GivenBack;
    public int Abandoned;

    public string? Thread { get; private set; }

    /// <summary>How many slots were in use when it was told to finish.</summary>
    public int InFlightAtFinish { get; private set; } = -1;

    public CoreLane? Lane { get; private set; }

    public override long Execute(CoreLane lane, long begun)
    {
        Interlocked.Increment(ref Executed);
        Lane = lane;
        Thread = System.Threading.Thread.CurrentThread.Name;
        run?.Invoke(this);
        return 0;
    }

    public override void Finish()
    {
        Interlocked.Increment(ref Finished);
        InFlightAtFinish = Lane!.InFlight;
        _ended.TrySetResult();
    }

    public override void GiveBack()
    {
        Interlocked.Increment(ref GivenBack);
        _ended.TrySetResult();
    }

    public override bool Abandon(NeuronRuntimeException failure) => Interlocked.Increment(ref Abandoned) == 1;

    /// <summary>Waits until it has finished or was given back.</summary>
    public void Await(string what) => Assert.True(_ended.Task.Wait(Patience.Long), $"Waited in vain for {what}.");
}

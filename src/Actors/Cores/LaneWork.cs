namespace NeuronActors.Cores;

/// <summary>
/// A piece of work for a core's lane. It may answer one request or several; the lane does not know. Either
/// <see cref="Execute"/> and then <see cref="Finish"/> are called, or <see cref="GiveBack"/>; <see cref="Abandon"/> only while Execute
/// is under way.
/// </summary>
internal abstract class LaneWork
{
    /// <summary>Runs on a thread of the lane and may block. Must not throw: what goes wrong belongs into the answer.</summary>
    /// <param name="lane">The lane that runs it. Work that is found to be pointless returns at once.</param>
    /// <param name="begun">When it was begun, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    /// <returns>How long the core was busy with it, in ticks of 100 ns; 0 when it was not run, or says nothing about the next.</returns>
    public abstract long Execute(CoreLane lane, long begun);

    /// <summary>Whether somebody depends on <see cref="Finish"/> being called at once. Asked after <see cref="Execute"/>.</summary>
    public virtual bool IsUrgent => true;

    /// <summary>Tells whoever handed the work over that it is done. Its slot has been given back by then. Runs on the lane's thread.</summary>
    public abstract void Finish();

    /// <summary>The lane was closed before the work began. Called on the thread that closed it.</summary>
    public abstract void GiveBack();

    /// <summary>The lane was closed because the work does not end. Whatever its Execute brings later is too late. Any thread.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>Whether this was its end; false when it had ended already.</returns>
    public abstract bool Abandon(NeuronRuntimeException failure);
}

namespace NeuronActors.Benchmarks.Load;

/// <summary>A load that can be turned on and off, and counts what it completes.</summary>
internal interface ILoad
{
    long Completed { get; }

    void Start();

    /// <summary>Ends the load; returns once all that it began has ended.</summary>
    void Stop();
}

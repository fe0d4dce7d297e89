namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>What came of a request.</summary>
internal enum Outcome
{
    Result,

    /// <summary>Too much waits already.</summary>
    Refused,

    Failed,
}

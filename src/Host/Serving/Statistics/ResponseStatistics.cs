namespace NeuronActors.Node.Serving.Statistics;

/// <summary>What became of the answers with one number among the answers of their requests. What was refused has no answer in this sense.</summary>
/// <param name="ComputeInfer">The executions behind them.</param>
/// <param name="ComputeOutput">Writing them.</param>
/// <param name="Success">Answers with a result: executing and writing.</param>
/// <param name="Fail">Executions that failed.</param>
/// <param name="Cancel">Requests whose client went away.</param>
internal readonly record struct ResponseStatistics(
    CountedTime ComputeInfer, CountedTime ComputeOutput, CountedTime Success, CountedTime Fail, CountedTime Cancel)
{
    /// <summary>Whether there was none.</summary>
    public bool IsEmpty => Success.Count + Fail.Count + Cancel.Count == 0;
}

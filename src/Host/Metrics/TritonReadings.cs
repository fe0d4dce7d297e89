using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Metrics;

/// <summary>The same numbers under the names of the <c>nv_inference_*</c> family, so that what was made for them works here.</summary>
internal static class TritonReadings
{
    private static readonly string[] Reasons = ["REJECTED", "CANCELED", "BACKEND", "OTHER"];

    public static IEnumerable<MetricReading> Of(ImmutableArray<ModelMoment> models)
    {
        yield return PerModel(MetricFamilies.TritonSuccess, model => model.Statistics.Success.Count);
        yield return MetricReading.Of(
            MetricFamilies.TritonFailure,
            from model in models
            from reason in Reasons
            select new MetricSample(
                model.Labels.Add(reason), model.Statistics.Failures.Where(failure => ReasonOf(failure.Key) == reason).Sum(failure => failure.Value)));
        yield return PerModel(MetricFamilies.TritonCount, model => model.Statistics.InferenceCount);
        yield return PerModel(MetricFamilies.TritonExecutions, model => model.Statistics.ExecutionCount);
        yield return PerModel(MetricFamilies.TritonPending, model => model.Waiting);
        yield return PerModel(MetricFamilies.TritonDuration, model => Micros(model.Statistics.Success.Nanoseconds));
        yield return PerModel(MetricFamilies.TritonQueue, model => Micros(model.Statistics.Queue.Nanoseconds));
        yield return PerModel(MetricFamilies.TritonInput, model => Micros(model.Statistics.ComputeInput.Nanoseconds));
        yield return PerModel(MetricFamilies.TritonInfer, model => Micros(model.Statistics.ComputeInfer.Nanoseconds));
        yield return PerModel(MetricFamilies.TritonOutput, model => Micros(model.Statistics.ComputeOutput.Nanoseconds));

        MetricReading PerModel(MetricFamily family, Func<ModelMoment, double> value) =>
            MetricReading.Of(family, models.Select(model => new MetricSample(model.Labels, value(model))));
    }

    private static double Micros(long nanoseconds) => nanoseconds / 1000;

    private static string ReasonOf(ServingErrorKind kind) => kind switch
    {
        ServingErrorKind.Overloaded or ServingErrorKind.DeadlineExceeded or ServingErrorKind.Unavailable => "REJECTED",
        ServingErrorKind.Cancelled => "CANCELED",
        ServingErrorKind.Internal => "BACKEND",
        _ => "OTHER",
    };
}

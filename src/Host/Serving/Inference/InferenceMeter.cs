using System.Diagnostics.Metrics;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Serving.Inference;

/// <summary>
/// The durations of requests as an instrument of .NET. It costs nothing while nobody listens: <see cref="Statistics.ModelStatistics"/>
/// counts by itself.
/// </summary>
internal static class InferenceMeter
{
    public const string Name = "NeuronActors.Node.Inference";
    public const string DurationName = "neuron.model.request.duration";

    private static readonly Meter Own = new(Name);
    private static readonly Histogram<double> Durations =
        Own.CreateHistogram<double>(DurationName, "s", "Requests answered with a result, from arrival until the result was there to be written");

    public static void Record(ServedVersion served, TimeSpan duration)
    {
        if (!Durations.Enabled) return;

        Durations.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>("model", served.Name),
            new KeyValuePair<string, object?>("version", served.VersionText));
    }
}

using System.Diagnostics;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Serving.Inference;

/// <summary>
/// Each request as an activity of .NET: a child of the trace that its client brought, and the parent of its executions. It costs nothing while
/// nobody listens.
/// </summary>
internal static class InferenceTraces
{
    public const string Name = "NeuronActors.Node.Inference";

    private static readonly ActivitySource Own = new(Name);

    /// <summary>Whether somebody listens.</summary>
    public static bool AreWanted => Own.HasListeners();

    /// <summary>The trace that a client brought, as W3C's trace context has it.</summary>
    /// <param name="parent">The header <c>traceparent</c>.</param>
    /// <param name="state">The header <c>tracestate</c>.</param>
    /// <returns>The default where nobody listens or there is none that can be read.</returns>
    public static ActivityContext ContextOf(string? parent, string? state) =>
        AreWanted && ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;

    /// <summary>Begins with the arrival of the request; null when nobody wants this one.</summary>
    public static Activity? Start(ServedVersion served, in InferenceRequest request)
    {
        var activity = Own.StartActivity("neuron.infer", ActivityKind.Server, request.Trace);
        if (activity is null) return null;

        activity.SetStartTime(activity.StartTimeUtc - Stopwatch.GetElapsedTime(request.ReceivedAt));
        activity.SetTag("neuron.model", served.Name);
        activity.SetTag("neuron.model.version", served.VersionText);
        return activity;
    }

    /// <summary>Says how the request ended.</summary>
    public static void End(Activity? activity, in InferenceOutcome outcome)
    {
        if (activity is null) return;

        if (outcome.IsResult)
        {
            activity.SetTag("neuron.core", outcome.NeuronCore);
        }
        else
        {
            activity.SetStatus(ActivityStatusCode.Error, outcome.Error.Message);
            activity.SetTag("error.type", outcome.Error.Kind.ToString());
        }
    }
}

using System.Diagnostics;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Telemetry;

/// <summary>The names under which the runtime is watched: one <see cref="ActivitySource"/> and one <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
public static class NeuronTelemetry
{
    /// <summary>The name of both; what a tracer or a meter provider is told to listen to.</summary>
    public const string Name = "NeuronActors";

    internal static readonly ActivitySource Activities = new(Name);

    /// <summary>The activity of one execution on a core, a child of the trace that its request brought; null when nobody listens.</summary>
    internal static Activity? StartExecution(PendingInfer request, ReplicaKey key)
    {
        if (!Activities.HasListeners()) return null;

        var activity = Activities.StartActivity("neuron.execute", ActivityKind.Internal, request.TraceContext);
        activity?.SetTag("neuron.model", key.Model.Value);
        activity?.SetTag("neuron.subgraph", key.Subgraph);
        activity?.SetTag("neuron.core", key.Core.Value);
        return activity;
    }

    internal static void Fail(Activity? activity, NeuronRuntimeException failure)
    {
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
        activity?.SetTag("error.type", failure.Kind.ToString());
    }
}

using Grpc.Core;
using Grpc.Health.V1;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace NeuronActors.Node.Grpc.Health;

/// <summary>
/// The standard health service, for orchestrators and for clients that balance. Every service of this node is healthy when the node is ready:
/// what REST answers at <c>/v2/health/ready</c>.
/// </summary>
internal sealed class HealthService(NodeHealth health, NodeLifetime lifetime, TimeProvider clock) : global::Grpc.Health.V1.Health.HealthBase
{
    // How long a change may take to be seen by who watches. A look costs one message to the placement coordinator.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // The empty name is the node as a whole.
    private static readonly ImmutableArray<string> Services =
    [
        "",
        Wire.GRPCInferenceService.Descriptor.FullName,
        PlacementWire.PlacementService.Descriptor.FullName,
        global::Grpc.Health.V1.Health.Descriptor.FullName,
    ];

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        Services.Contains(request.Service)
            ? new HealthCheckResponse { Status = await StatusAsync(context.CancellationToken) }
            : throw new ServingException(ServingError.NotFound($"There is no service '{request.Service}' here."));

    /// <summary>Tells the status now, and whenever it changes. Ends when the caller goes away or the node shuts down.</summary>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var isKnown = Services.Contains(request.Service);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.Draining);
        using var timer = new PeriodicTimer(Interval, clock);
        var told = ServingStatus.Unknown;
        while (true)
        {
            var status = isKnown ? await StatusAsync(context.CancellationToken) : ServingStatus.ServiceUnknown;
            if (status != told) await responseStream.WriteAsync(new HealthCheckResponse { Status = told = status }, context.CancellationToken);
            if (lifetime.IsDraining && told != ServingStatus.Serving) throw new ServingException(ServingError.Unavailable("The node is shutting down."));

            // A drain is told at once, not at the next look.
            await ((Task)timer.WaitForNextTickAsync(ends.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<ServingStatus> StatusAsync(CancellationToken cancellationToken) =>
        await health.WhyNotReadyAsync(cancellationToken) is null ? ServingStatus.Serving : ServingStatus.NotServing;
}

using Microsoft.Extensions.Hosting;

namespace NeuronActors.Cluster.Transport;

/// <summary>Leaves signals of the process to whoever owns it.</summary>
internal sealed class PassiveLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

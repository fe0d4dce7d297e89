using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Metrics;

/// <summary>A version of a model at one moment.</summary>
/// <param name="Served">The version.</param>
/// <param name="Statistics">What it has done.</param>
/// <param name="Waiting">Requests that wait for a replica.</param>
/// <param name="OldestWait">How long the oldest of them has waited, in seconds.</param>
/// <param name="InFlight">Requests that are with a replica.</param>
internal sealed record ModelMoment(ServedVersion Served, StatisticsSnapshot Statistics, double Waiting, double OldestWait, double InFlight)
{
    public ImmutableArray<string> Labels => [Served.Name, Served.VersionText];

    public static ImmutableArray<ModelMoment> Of(ModelCatalog catalog, RuntimeReading runtime) =>
    [
        .. from model in catalog.Models
           from version in model.Versions
           let name = version.Model.Name
           select new ModelMoment(
               version,
               version.Statistics.Snapshot(),
               runtime.OfModel("neuron.model.queue.depth", name),
               runtime.OfModel("neuron.model.queue.oldest_wait", name),
               runtime.OfModel("neuron.model.in_flight", name)),
    ];
}

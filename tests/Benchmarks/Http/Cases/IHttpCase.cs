using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Http.Cases;

/// <summary>Something that clients of a node see.</summary>
internal interface IHttpCase
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What is compared, in one line.</summary>
    string Summary { get; }

    Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken);
}

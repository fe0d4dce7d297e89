using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>Something that is measured on processes of its own.</summary>
internal interface IProcessCase
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What is compared, in one line.</summary>
    string Summary { get; }

    Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken);
}

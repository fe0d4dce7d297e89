using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>One comparison of the product with what it stands in front of, or in place of.</summary>
internal interface IOverheadCase
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>The two sides in one line.</summary>
    string Summary { get; }

    IReadOnlyList<Finding> Run(Conditions conditions);
}

using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Models;

/// <summary>
/// One version of a model as it is loaded now. A reload makes another one; this one is good for requests that have found it before, and
/// <see cref="ModelCatalog.Successor"/> says who takes its place.
/// </summary>
/// <param name="Name">The name that clients use.</param>
/// <param name="Version">The version that clients use, a number above zero.</param>
/// <param name="Model">Where its requests go. Its own name is the runtime's affair: two loads of one version have different ones.</param>
/// <param name="Source">Where it was loaded from.</param>
/// <param name="Settings">How it was asked to be loaded.</param>
/// <param name="Platform">What kind of file it is, in the words of the protocol.</param>
/// <param name="Statistics">What it has done, earlier loads of the version included.</param>
internal sealed record ServedVersion(
    string Name,
    long Version,
    ModelTarget Model,
    RepositoryVersion Source,
    ModelSettings Settings,
    string Platform,
    ModelStatistics Statistics)
{
    /// <summary>The version as the wire has it.</summary>
    public string VersionText { get; } = Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What it takes and gives.</summary>
    public SubgraphSignature Signature { get; } = Model.Signature;

    /// <summary>How many items a request of it holds.</summary>
    public BatchRule Batch { get; } = BatchRule.Of(Model.Signature);

    /// <summary>A message of the runtime with the name that clients use.</summary>
    public string InClientsWords(string message) =>
        message.Contains(Model.Name.Value, StringComparison.Ordinal) && Model.Name.Value != Name
            ? message.Replace($"'{Model.Name}'", $"'{Name}'", StringComparison.Ordinal)
            : message;

    // Two loads are never the same, whatever they were loaded from.
    public bool Equals(ServedVersion? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

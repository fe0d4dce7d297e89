namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>
/// A spec with a network of its own, which takes a minute. Run with the others that do; on a machine that gives no network it is skipped, and
/// says so. Where <c>NEURON_REQUIRE_NAMESPACES</c> is 1, as in CI, it is run whatever else is set, and fails where it cannot.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable("NEURON_REQUIRE_NAMESPACES") == "1" ? null : LongSpecs.Missing ?? Namespaces.Missing;
}

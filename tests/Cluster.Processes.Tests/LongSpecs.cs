namespace NeuronActors.Cluster.Processes;

/// <summary>Whether specs that take minutes are to run.</summary>
internal static class LongSpecs
{
    /// <summary>Why they do not; null when they do.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("NEURON_LONG_SPECS") == "1" ? null : "It takes minutes; NEURON_LONG_SPECS=1 runs it.";
}

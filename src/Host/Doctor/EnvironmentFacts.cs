namespace NeuronActors.Node.Doctor;

/// <summary>
/// The variables that decide what a runtime does. A list, not a pattern: a report is sent to others, and what a variable of another name
/// holds is nobody's business.
/// </summary>
internal static class EnvironmentFacts
{
    private static readonly string[] Shown =
    [
        "NEURON_RT_VISIBLE_CORES", "NEURON_RT_NUM_CORES", "NEURON_LOGICAL_NC_CONFIG", "NEURON_RT_VIRTUAL_CORE_SIZE", "NEURON_RT_EXEC_TIMEOUT",
        "NEURON_RT_LOG_LEVEL", "NEURON_RT_LOG_LOCATION", "NEURON_RT_VALIDATE_HASH", "NEURON_RT_ALLOW_LEGACY_NEFF",
        "NEURON_RT_ASYNC_EXEC_MAX_INFLIGHT_REQUESTS", "NEURON_RT_MULTI_INSTANCE_SHARED_WEIGHTS", "NEURON_RT_STOCHASTIC_ROUNDING_EN",
        "NEURON_RT_NUMERICAL_ERRORS_VERBOSITY", "NEURON_FAIL_ON_NAN", "NEURON_RT_RESET_CORES", "NEURON_SCRATCHPAD_PAGE_SIZE",
        "NEURONCORE_GROUP_SIZES", "LD_LIBRARY_PATH",
    ];

    private static readonly (string Name, string Why)[] Obsolete =
    [
        ("NEURON_RT_ASYNC_EXEC_MAX_INFLIGHT_REQUESTS", "runtime 2.34 has removed it"),
        ("NEURON_RT_MULTI_INSTANCE_SHARED_WEIGHTS", "it only acts on replication within libnrt, and replication is ours"),
        ("NEURONCORE_GROUP_SIZES", "it is Inf1's, and NEURON_RT_VISIBLE_CORES has taken its place"),
    ];

    /// <summary>Those of them that are set.</summary>
    public static ImmutableSortedDictionary<string, string> Read(Func<string, string?> environment) => Shown
        .Select(name => (Name: name, Value: environment(name)))
        .Where(pair => !string.IsNullOrWhiteSpace(pair.Value))
        .ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);

    /// <summary>What is set and has no effect, or another than people expect.</summary>
    public static IEnumerable<Finding> Judge(ImmutableSortedDictionary<string, string> variables) =>
        from one in Obsolete
        where variables.ContainsKey(one.Name)
        select new Finding("environment", FindingState.Note, $"{one.Name} is set and has no effect here: {one.Why}", $"Remove {one.Name}");
}

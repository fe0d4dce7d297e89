using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>The NeuronCores of an AWS instance type.</summary>
/// <param name="Name">The instance type, as AWS writes it.</param>
/// <param name="Cores">How many NeuronCores it has; on Trn2 the logical ones of the default configuration, two physical cores each.</param>
/// <param name="MemoryPerCoreBytes">Device memory for each core, in bytes: that of a device, shared equally.</param>
public sealed record SimulatedInstance(string Name, int Cores, long MemoryPerCoreBytes)
{
    private const long GiB = 1L << 30;

    /// <summary>Every instance type that is known.</summary>
    public static ImmutableArray<SimulatedInstance> Known { get; } =
    [
        new("trn1.2xlarge", 2, 16 * GiB),
        new("trn1.32xlarge", 32, 16 * GiB),
        new("trn1n.32xlarge", 32, 16 * GiB),
        new("inf2.xlarge", 2, 16 * GiB),
        new("inf2.8xlarge", 2, 16 * GiB),
        new("inf2.24xlarge", 12, 16 * GiB),
        new("inf2.48xlarge", 24, 16 * GiB),
        new("trn2.48xlarge", 64, 24 * GiB),
    ];

    /// <summary>Finds an instance type by its name; the case does not matter.</summary>
    /// <exception cref="ArgumentException">It is not known; the message lists those that are.</exception>
    public static SimulatedInstance Named(string name) =>
        Known.FirstOrDefault(instance => string.Equals(instance.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"There is no instance type '{name}' to simulate; known are {string.Join(", ", Known.Select(instance => instance.Name))}.",
            nameof(name));
}

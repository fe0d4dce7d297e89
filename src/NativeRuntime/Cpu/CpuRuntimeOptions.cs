using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>What a <see cref="CpuRuntime"/> pretends to have.</summary>
public sealed record CpuRuntimeOptions
{
    /// <summary>The virtual cores, at least one; element <c>i</c> has the visible index <c>i</c>.</summary>
    public required ImmutableArray<NeuronCoreInfo> Cores { get; init; }

    /// <summary>
    /// Threads that one execution may use within an operator, at least 1. They belong to a file, whatever the number of its replicas;
    /// with 1, the default, an execution stays on the thread of its core, and cores do not take time from each other.
    /// </summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Checks that the values make sense together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which and why.</exception>
    public void Validate()
    {
        if (Cores.IsDefaultOrEmpty) throw new ArgumentException("A runtime needs at least one core.", nameof(Cores));

        for (var i = 0; i < Cores.Length; i++)
        {
            if (Cores[i].Index.Value != i)
            {
                var message = $"The core at place {i} has the visible index {Cores[i].Index}; the two must be the same.";
                throw new ArgumentException(message, nameof(Cores));
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(IntraOpThreads, 1);
    }
}

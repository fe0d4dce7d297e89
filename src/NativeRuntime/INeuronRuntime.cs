using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime;

/// <summary>
/// The seam between the actors and whatever executes: one instance a process, which owns all of its visible NeuronCores.
/// No pointer and no native handle crosses it, and nothing above it may assume that a core's memory is this process's.
/// </summary>
/// <remarks>
/// Every member may be called from any thread. The calls that reach a device block: they belong on a thread of the core,
/// never on a thread pool. Failures are <see cref="NeuronRuntimeException"/>; misuse of the seam itself (an index out of range,
/// a use after disposal) is <see cref="ArgumentException"/> or <see cref="ObjectDisposedException"/>.
/// </remarks>
public interface INeuronRuntime : IDisposable
{
    /// <summary>Which runtime this is.</summary>
    RuntimeKind Kind { get; }

    /// <summary>One line for people: the library, its version, the instance it runs on or pretends to be.</summary>
    string Description { get; }

    /// <summary>The cores that this process may use, in order of their visible index: element <c>i</c> is visible core <c>i</c>.</summary>
    ImmutableArray<NeuronCoreInfo> Cores { get; }

    /// <summary>
    /// How many <see cref="ILoadedSubgraph.Execute"/> calls may usefully be under way on one core at once; at least 1. More than one
    /// lets the copies of one request overlap the execution of another. It is the number of execution threads a core gets.
    /// </summary>
    int ExecutionSlotsPerCore { get; }

    /// <summary>Whether this runtime can load files of the format.</summary>
    bool Supports(SubgraphFormat format);

    /// <summary>Loads a subgraph onto one core and returns its replica there. Blocks until it can execute.</summary>
    /// <param name="subgraph">The file; it is only read during the call.</param>
    /// <param name="core">The visible core to load onto.</param>
    /// <exception cref="NeuronRuntimeException">
    /// The load failed: <see cref="RuntimeErrorKind.UnsupportedModel"/> for a file that this runtime cannot execute,
    /// <see cref="RuntimeErrorKind.OutOfResources"/> when the core has no memory for it, or the device's own failure.
    /// Nothing stays loaded then.
    /// </exception>
    ILoadedSubgraph Load(SubgraphFile subgraph, VisibleCoreIndex core);

    /// <summary>The device memory in use on a core, as far as the runtime knows it.</summary>
    CoreMemory GetMemory(VisibleCoreIndex core);

    /// <summary>
    /// Tries whether a core that has failed works again, by the shortest way that touches what inference touches.
    /// Called while nothing else runs on the core. Returning means yes.
    /// </summary>
    /// <exception cref="NeuronRuntimeException">The core does not work, and why.</exception>
    void Probe(VisibleCoreIndex core);
}

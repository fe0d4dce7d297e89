using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Errors;

/// <summary>A runtime could not do what it was asked to: what <c>torch_neuronx</c> raises as <c>RuntimeError</c>.</summary>
public sealed class NeuronRuntimeException : Exception
{
    /// <summary>Makes one of a reaction and a text, without a status of the device.</summary>
    public NeuronRuntimeException(RuntimeErrorKind kind, string operation, string message, Exception? innerException = null)
        : this(kind, operation, message, core: null, status: null, innerException)
    {
    }

    /// <summary>Makes one with all that is known.</summary>
    /// <param name="kind">The reaction it calls for.</param>
    /// <param name="operation">What was being done, in one word: load, execute, unload, probe.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="core">The core it happened on.</param>
    /// <param name="status">The raw status of the native library, also one that nobody knows.</param>
    /// <param name="innerException">What the library underneath threw.</param>
    public NeuronRuntimeException(
        RuntimeErrorKind kind,
        string operation,
        string message,
        VisibleCoreIndex? core,
        NeuronStatus? status,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Operation = operation;
        Core = core;
        Status = status;
    }

    /// <summary>The reaction it calls for.</summary>
    public RuntimeErrorKind Kind { get; }

    /// <summary>What was being done, in one word: load, execute, unload, probe.</summary>
    public string Operation { get; }

    /// <summary>The core it happened on; null when none was involved.</summary>
    public VisibleCoreIndex? Core { get; }

    /// <summary>The raw status of the native library; null when there was none.</summary>
    public NeuronStatus? Status { get; }

    /// <summary>Makes the exception of a status that a native call returned on a core.</summary>
    public static NeuronRuntimeException FromStatus(NeuronStatus status, string operation, VisibleCoreIndex core) =>
        new(status.Kind(), operation, $"{operation} on NeuronCore {core} failed with {status.Describe()}", core, status);
}

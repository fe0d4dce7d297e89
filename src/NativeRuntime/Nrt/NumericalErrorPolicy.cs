namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What an execution is that ended with numerical errors: status 1003, which means that it made NaN.</summary>
public enum NumericalErrorPolicy
{
    /// <summary>A failure, of the kind <see cref="Errors.RuntimeErrorKind.Numerical"/>.</summary>
    Fail,

    /// <summary>A result, with whatever the outputs hold. It is counted, and said once for each core.</summary>
    Accept,
}

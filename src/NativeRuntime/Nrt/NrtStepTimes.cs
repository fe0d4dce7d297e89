namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What the executions on a core took, step by step, since the runtime was started.</summary>
/// <param name="Executions">How many came to their end well.</param>
/// <param name="Write">Time in which inputs were copied to the device.</param>
/// <param name="Execute">Time in <c>nrt_execute</c>, that in its queue included.</param>
/// <param name="Read">Time in which outputs were copied back.</param>
/// <param name="NumericalErrors">How many ended with numerical errors that the policy accepts.</param>
public readonly record struct NrtStepTimes(long Executions, TimeSpan Write, TimeSpan Execute, TimeSpan Read, long NumericalErrors);

namespace NeuronActors.NativeRuntime.Cores;

/// <summary>Device memory of one core, in bytes.</summary>
/// <param name="UsedBytes">What is in use now.</param>
/// <param name="LimitBytes">What there is; null where the runtime sets no limit or does not know it.</param>
public readonly record struct CoreMemory(long UsedBytes, long? LimitBytes);

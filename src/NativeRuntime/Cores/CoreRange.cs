namespace NeuronActors.NativeRuntime.Cores;

/// <summary>A run of neighbouring physical cores.</summary>
/// <param name="First">The first physical id.</param>
/// <param name="Count">How many there are; at least 1.</param>
internal readonly record struct CoreRange(int First, int Count)
{
    /// <summary>The last physical id.</summary>
    public int Last => First + (Count - 1);
}

namespace NeuronActors.NativeRuntime.Simulated.Durations;

/// <summary>
/// An endless row of random numbers that a seed determines. Any thread may draw from it without a lock: threads share the row, and
/// only who gets which number depends on their timing.
/// </summary>
/// <param name="seed">Streams of one seed give the same numbers.</param>
public sealed class RandomStream(long seed)
{
    // SplitMix64: a counter in steps of 2^64 / φ, whose bits are then mixed. The counter is all of its state, so one atomic addition
    // draws a number.
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _counter = (ulong)seed;

    /// <summary>A stream of its own for a part of the whole, so that the parts do not disturb each other.</summary>
    public static RandomStream For(long seed, int part) => new((long)Mix((ulong)seed + Step * ((ulong)(uint)part + 1)));

    /// <summary>The next number, at least 0 and below 1.</summary>
    public double NextDouble() => (Mix(Interlocked.Add(ref _counter, Step)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}

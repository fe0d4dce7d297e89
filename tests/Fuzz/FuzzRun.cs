using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Fuzz;

/// <summary>Feeds inputs to one reader and judges what it does. Input n of a seed is always the same, whatever was tried before it.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    /// <summary>What no input of some kilobytes may take. Most take a fraction of a millisecond.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(5);

    private const long LargestAllocation = 128L * 1024 * 1024;
    private const int MostFindings = 20;

    private long _startedAt;

    /// <summary>How many inputs were tried.</summary>
    public long Tried { get; private set; }

    /// <summary>How many of them were read without a complaint.</summary>
    public long Accepted { get; private set; }

    public List<FuzzFinding> Findings { get; } = [];

    /// <summary>How long the input that is being read has taken; zero when none is.</summary>
    public TimeSpan Running => Volatile.Read(ref _startedAt) is > 0 and var start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>Tries inputs until there are enough.</summary>
    public void Run(Func<FuzzRun, bool> isEnough)
    {
        while (!isEnough(this) && Findings.Count < MostFindings) Try(Tried);
    }

    /// <summary>Tries one input.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever else comes out of a reader is what is looked for.")]
    public void Try(long number)
    {
        Tried++;
        var input = target.Make(new Random(HashCode(number)));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        Volatile.Write(ref _startedAt, start);
        try
        {
            target.Read(input);
            Accepted++;
        }
        catch (ModelFileException)
        {
        }
        catch (Exception unexpected)
        {
            Find(number, unexpected.ToString());
        }

        var time = Stopwatch.GetElapsedTime(start);
        Volatile.Write(ref _startedAt, 0);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (time > LongestTime) Find(number, $"it took {time.TotalSeconds:0.0} s");
        if (allocated > LargestAllocation) Find(number, $"it allocated {allocated / 1024 / 1024} MiB for {input.Length} bytes");
    }

    private void Find(long number, string what) => Findings.Add(new FuzzFinding(target.Name, seed, number, what));

    // System.HashCode differs from process to process.
    private int HashCode(long number)
    {
        var hash = 2166136261u;
        foreach (var letter in target.Name) hash = (hash ^ letter) * 16777619;
        return (int)((hash ^ (uint)seed * 0x9E3779B1) + (uint)number * 0x85EBCA77);
    }
}

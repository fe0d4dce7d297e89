using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Load;

/// <summary>Measures sides that take turns: a change of the machine's mood then reaches all of them.</summary>
internal static class Interleaved
{
    /// <summary>What each side gave, by side and then by round. Each is run once before, for nothing.</summary>
    public static T[][] Measure<T>(Effort effort, params ReadOnlySpan<Func<T>> sides)
    {
        var results = new T[sides.Length][];
        for (var i = 0; i < sides.Length; i++)
        {
            results[i] = new T[effort.Rounds];
            sides[i]();
        }

        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < sides.Length; turn++)
            {
                var i = (round + turn) % sides.Length;
                results[i][round] = sides[i]();
            }
        }

        return results;
    }

    /// <summary>The same for sides that are awaited.</summary>
    public static async Task<T[][]> MeasureAsync<T>(Effort effort, params Func<Task<T>>[] sides)
    {
        var results = sides.Select(_ => new T[effort.Rounds]).ToArray();
        foreach (var side in sides) await side();
        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < sides.Length; turn++)
            {
                var i = (round + turn) % sides.Length;
                results[i][round] = await sides[i]();
            }
        }

        return results;
    }
}

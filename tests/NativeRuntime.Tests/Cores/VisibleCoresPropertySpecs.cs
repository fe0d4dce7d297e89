using CsCheck;
using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Tests.Cores;

public sealed class VisibleCoresPropertySpecs
{
    private static readonly Gen<(int First, int Last)> Items =
        Gen.Select(Gen.Int[0, 12], Gen.Int[-1, 3], (first, length) => (first, first + length));

    private static readonly Gen<int> MostlyOne = Gen.Frequency((12, Gen.Const(1)), (1, Gen.Int[-1, 2]));

    /// <summary>Lists whose items mostly follow each other, so that many of them are accepted.</summary>
    private static readonly Gen<(int First, int Last)[]> NearlySoundLists =
        Gen.Select(Gen.Int[0, 9], Gen.Select(Gen.Int[0, 3], MostlyOne).Array[1, 5], (start, steps) =>
        {
            var items = new List<(int, int)>();
            var next = start;
            foreach (var (length, step) in steps)
            {
                items.Add((next, next + length));
                next = Math.Max(0, next + length + step);
            }

            return items.ToArray();
        });

    [Fact]
    public void A_list_is_accepted_exactly_when_its_numbers_follow_each_other()
    {
        var accepted = 0;
        Gen.OneOf(Items.Array[1, 5], NearlySoundLists).Sample(items =>
        {
            var text = string.Join(',', items.Select(item => item.First == item.Last ? $"{item.First}" : $"{item.First}-{item.Last}"));
            var expected = NaiveExpansion(items);

            var actual = ResolveOrNull(text);

            if (actual is not null) Interlocked.Increment(ref accepted);
            return (expected is null && actual is null) || (expected is not null && actual is not null && expected.SequenceEqual(actual));
        });
        Assert.True(accepted > 0, "No list was accepted: the generator is wrong.");
    }

    [Fact]
    public void Any_text_of_its_alphabet_gives_contiguous_cores_or_a_refusal_that_quotes_it()
    {
        Gen.Char["0123456789-,  +"].Array[0, 12].Select(letters => new string(letters)).Sample(text =>
        {
            try
            {
                var ids = VisibleCores.Resolve(name => name == VisibleCores.VisibleCoresVariable ? text : null, null, 1)
                    .Select(core => core.PhysicalId.Value)
                    .ToArray();
                Assert.Equal(Enumerable.Range(ids[0], ids.Length), ids);
            }
            catch (VisibleCoresException refusal)
            {
                Assert.StartsWith($"NEURON_RT_VISIBLE_CORES=\"{text}\": ", refusal.Message, StringComparison.Ordinal);
            }
        });
    }

    private static int[]? ResolveOrNull(string text)
    {
        try
        {
            return [.. VisibleCores.Resolve(name => name == VisibleCores.VisibleCoresVariable ? text : null, null, 1)
                .Select(core => core.PhysicalId.Value)];
        }
        catch (VisibleCoresException)
        {
            return null;
        }
    }

    private static int[]? NaiveExpansion((int First, int Last)[] items)
    {
        var numbers = new List<int>();
        foreach (var (first, last) in items)
        {
            if (last < first) return null;
            for (var number = first; number <= last; number++) numbers.Add(number);
        }

        for (var i = 1; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1) return null;
        }

        return [.. numbers];
    }
}

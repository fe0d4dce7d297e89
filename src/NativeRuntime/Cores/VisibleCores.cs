using System.Collections.Immutable;
using System.Globalization;

namespace NeuronActors.NativeRuntime.Cores;

/// <summary>
/// Finds out which cores this process may use, by the rules of the Neuron runtime: <c>NEURON_RT_VISIBLE_CORES</c>, or else
/// <c>NEURON_RT_NUM_CORES</c>, or else the number that the program chose, or else a default. Pure: it reads nothing by itself.
/// </summary>
public static class VisibleCores
{
    /// <summary>The variable that lists physical cores: <c>3</c>, <c>0-3</c>, <c>3,4,5</c> or <c>3-5,6</c>.</summary>
    public const string VisibleCoresVariable = "NEURON_RT_VISIBLE_CORES";

    /// <summary>The variable that says how many cores to use, counted from physical core 0.</summary>
    public const string NumberOfCoresVariable = "NEURON_RT_NUM_CORES";

    /// <summary>How a <see cref="VisibleCoresException"/> calls the number that the program chose.</summary>
    public const string OptionName = "number of cores";

    /// <summary>The most cores a process may have: far above any instance, and low enough that a slip of the pen costs no memory.</summary>
    public const int MaximumCount = 4096;

    /// <summary>Finds the cores.</summary>
    /// <param name="environment">Gives the value of an environment variable, or null. An empty or blank value counts as none.</param>
    /// <param name="option">The number of cores that the program chose; null when it leaves that open.</param>
    /// <param name="defaultCount">
    /// The number of cores when nothing says otherwise, and for <c>NEURON_RT_NUM_CORES=0</c> without an option; no more than there are.
    /// </param>
    /// <param name="totalCores">The physical cores of the instance; null where that is not known.</param>
    /// <returns>
    /// The cores in order of their visible index, at least one. Cores 3 and 4 of the instance are visible cores 0 and 1.
    /// </returns>
    /// <exception cref="VisibleCoresException">A value is malformed, or names cores beyond <paramref name="totalCores"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="defaultCount"/> or <paramref name="totalCores"/> is below 1, or the default above <see cref="MaximumCount"/>.
    /// </exception>
    public static ImmutableArray<NeuronCoreInfo> Resolve(
        Func<string, string?> environment,
        int? option,
        int defaultCount,
        int? totalCores = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(defaultCount, 1);
        if (totalCores is { } total) ArgumentOutOfRangeException.ThrowIfLessThan(total, 1, nameof(totalCores));

        return
            FromVariable(environment, VisibleCoresVariable, text => VisibleCoresText.Parse(text), totalCores)
            ?? FromVariable(environment, NumberOfCoresVariable, ParseCount, totalCores)
            ?? (option is { } count ? FromOption(count, totalCores) : First(Math.Min(defaultCount, totalCores ?? defaultCount)));
    }

    /// <summary>The first <paramref name="count"/> cores of an instance, where both numbers of a core are the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1 or above <see cref="MaximumCount"/>.</exception>
    public static ImmutableArray<NeuronCoreInfo> First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        return Number(new CoreRange(0, count));
    }

    private static ImmutableArray<NeuronCoreInfo>? FromVariable(
        Func<string, string?> environment, string variable, Func<string, CoreRange?> parse, int? totalCores)
    {
        var value = environment(variable);
        if (string.IsNullOrWhiteSpace(value)) return null;

        try
        {
            return parse(value) is { } range ? Number(Existing(range, totalCores)) : null;
        }
        catch (FormatException malformed)
        {
            throw new VisibleCoresException(variable, value, malformed.Message);
        }
    }

    private static ImmutableArray<NeuronCoreInfo> FromOption(int count, int? totalCores)
    {
        try
        {
            if (count < 1) throw new FormatException("at least one core is needed");
            return Number(Existing(CountFromZero(count), totalCores));
        }
        catch (FormatException wrong)
        {
            throw new VisibleCoresException(OptionName, count.ToString(CultureInfo.InvariantCulture), wrong.Message);
        }
    }

    private static CoreRange? ParseCount(string text) =>
        VisibleCoresText.ParseNumber(text.Trim()) is > 0 and var count ? CountFromZero(count) : null;

    private static CoreRange CountFromZero(int count) =>
        count <= MaximumCount ? new CoreRange(0, count) : throw VisibleCoresText.TooMany(count);

    private static CoreRange Existing(CoreRange range, int? totalCores) =>
        totalCores is { } total && range.Last >= total
            ? throw new FormatException($"core {range.Last} does not exist; the last of the {total} cores is {total - 1}")
            : range;

    private static ImmutableArray<NeuronCoreInfo> Number(CoreRange range) =>
        [.. Enumerable.Range(0, range.Count).Select(i => new NeuronCoreInfo(new VisibleCoreIndex(i), new PhysicalCoreId(range.First + i)))];
}

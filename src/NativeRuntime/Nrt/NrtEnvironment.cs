using System.Collections.Immutable;
using System.Globalization;
using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// What stands in the environment when <c>nrt_init</c> reads it: the variables of this process whose names begin with <c>NEURON</c>, as .NET
/// sees them, and for those that it does not have, the options. Pure.
/// </summary>
internal sealed class NrtEnvironment
{
    private const string Prefix = "NEURON";
    private const string ExecutionTimeout = "NEURON_RT_EXEC_TIMEOUT";
    private const string LogLevel = "NEURON_RT_LOG_LEVEL";

    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private readonly List<string> _overruled = [];

    /// <summary>Works it out.</summary>
    /// <param name="options">The options.</param>
    /// <param name="given">The environment of the process.</param>
    /// <param name="totalCores">The cores of the machine.</param>
    /// <exception cref="VisibleCoresException">The cores that it names make no sense, or are not there.</exception>
    public NrtEnvironment(NrtRuntimeOptions options, IReadOnlyDictionary<string, string> given, int totalCores)
    {
        Cores = VisibleCores.Resolve(given.GetValueOrDefault, options.CoreCount, totalCores, totalCores);

        // Null takes a variable away that an earlier runtime of this process has set.
        foreach (var name in (string[])[VisibleCores.VisibleCoresVariable, VisibleCores.NumberOfCoresVariable, ExecutionTimeout, LogLevel]) _variables[name] = null;
        foreach (var (name, value) in given)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(value)) _variables[name] = value;
        }

        ChoosesCores = _variables[VisibleCores.VisibleCoresVariable] is null && IsCounted(_variables[VisibleCores.NumberOfCoresVariable]);
        if (_variables[VisibleCores.VisibleCoresVariable] is null && !ChoosesCores && options.CoreCount is not null)
        {
            _variables[VisibleCores.VisibleCoresVariable] = Range(Cores);
        }

        Offer(ExecutionTimeout, Math.Ceiling(options.ExecutionTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        if (options.LogLevel != NrtLogLevel.Default) Offer(LogLevel, options.LogLevel.ToString().ToUpperInvariant());
    }

    /// <summary>The cores that result, by the rules of the variables.</summary>
    public ImmutableArray<NeuronCoreInfo> Cores { get; }

    /// <summary>Whether the driver chooses which cores they are (<c>NEURON_RT_NUM_CORES</c>), so that their physical ids are a guess.</summary>
    public bool ChoosesCores { get; }

    /// <summary>Each variable with its value; null for one that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>What the environment has and the options would have set otherwise: names of variables.</summary>
    public IReadOnlyList<string> Overruled => _overruled;

    private void Offer(string name, string value)
    {
        if (_variables[name] is not { } given) _variables[name] = value;
        else if (!string.Equals(given.Trim(), value, StringComparison.OrdinalIgnoreCase)) _overruled.Add(name);
    }

    private static bool IsCounted(string? count) => count is not null && int.TryParse(count, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) && n > 0;

    private static string Range(ImmutableArray<NeuronCoreInfo> cores) =>
        cores.Length == 1 ? $"{cores[0].PhysicalId}" : $"{cores[0].PhysicalId}-{cores[^1].PhysicalId}";
}

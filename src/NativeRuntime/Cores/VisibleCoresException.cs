namespace NeuronActors.NativeRuntime.Cores;

/// <summary>
/// The cores that this process was told to use make no sense, or do not exist. The message reads
/// <c>NEURON_RT_VISIBLE_CORES="0-3,5": cores must be contiguous, and 4 is missing after 3</c>.
/// </summary>
public sealed class VisibleCoresException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="setting">The environment variable, or what else said which cores to use.</param>
    /// <param name="value">What it said.</param>
    /// <param name="reason">What is wrong with that.</param>
    public VisibleCoresException(string setting, string value, string reason)
        : base($"{setting}=\"{value}\": {reason}")
    {
        Setting = setting;
        Value = value;
        Reason = reason;
    }

    /// <summary>The environment variable, or what else said which cores to use.</summary>
    public string Setting { get; }

    /// <summary>What it said.</summary>
    public string Value { get; }

    /// <summary>What is wrong with that.</summary>
    public string Reason { get; }
}

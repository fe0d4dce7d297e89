namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>How much libnrt itself writes to its log: <c>NEURON_RT_LOG_LEVEL</c>.</summary>
public enum NrtLogLevel
{
    /// <summary>What the library takes by itself.</summary>
    Default,

    /// <summary>ERROR.</summary>
    Error,

    /// <summary>WARN.</summary>
    Warn,

    /// <summary>INFO.</summary>
    Info,

    /// <summary>DEBUG.</summary>
    Debug,

    /// <summary>TRACE.</summary>
    Trace,
}

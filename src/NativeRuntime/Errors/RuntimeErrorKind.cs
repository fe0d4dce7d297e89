namespace NeuronActors.NativeRuntime.Errors;

/// <summary>Runtime failures, grouped by the reaction that they call for.</summary>
public enum RuntimeErrorKind
{
    /// <summary>A number nobody knows, or an unclassified failure. Tried once elsewhere; the core stays in service.</summary>
    Unknown,

    /// <summary>The inputs were wrong. Answered; never tried again.</summary>
    BadRequest,

    /// <summary>The file cannot be executed here. Another file is needed.</summary>
    UnsupportedModel,

    /// <summary>No memory, or no core, for what was asked. Another placement may do.</summary>
    OutOfResources,

    /// <summary>The core takes no more work at this moment. Worth another try; the core is sound.</summary>
    Busy,

    /// <summary>The execution did not end in time. The core is suspect.</summary>
    TimedOut,

    /// <summary>The execution ended with numerical errors (NaN). Whether that is a failure is the user's policy.</summary>
    Numerical,

    /// <summary>The core, or the device under it, failed. It is taken out of service.</summary>
    DeviceFault,

    /// <summary>The runtime is not initialised, or is closed already.</summary>
    LifeCycle,
}

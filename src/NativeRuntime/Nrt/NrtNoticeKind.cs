namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What a <see cref="NrtNotice"/> is about.</summary>
public enum NrtNoticeKind
{
    /// <summary>The library is initialised: its version, the instance, the cores.</summary>
    Started,

    /// <summary>An optional export is missing, and what does not work for that.</summary>
    FeatureMissing,

    /// <summary>The environment decides something that the options decide otherwise, or that cannot be known here.</summary>
    Environment,

    /// <summary><c>nrt_init</c> was refused, and is tried again.</summary>
    WaitingForCores,

    /// <summary>A core has less memory free than before what was loaded on it.</summary>
    MemoryNotReturned,

    /// <summary>An execution ended with numerical errors, and the policy accepts them.</summary>
    NumericalError,

    /// <summary>Something native is left to an execution that is under way, or to the end of the process.</summary>
    LeftBehind,
}

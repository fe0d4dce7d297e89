namespace NeuronActors.Node.CommandLine;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>What was asked for could not be done, or something claimed is not so.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>No node answers, or what answers is none.</summary>
    public const int Unreachable = 3;

    /// <summary>The node wants a key, or a certificate, and was shown none or another one.</summary>
    public const int Denied = 4;

    /// <summary>The node has no such model, version or subgraph.</summary>
    public const int NotFound = 5;

    /// <summary>The node cannot do it at this moment: it is overloaded, drains, has no core or no memory for it, or the time was too short.</summary>
    public const int Unavailable = 6;

    /// <summary>Ctrl-C, or a request to end: 128 + SIGINT, which is what a shell expects.</summary>
    public const int Interrupted = 130;
}

namespace NeuronActors.Node.CommandLine;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>What was asked for could not be done, or something claimed is not so.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, or a request to end: 128 + SIGINT, which is what a shell expects.</summary>
    public const int Interrupted = 130;
}

namespace NeuronActors.Node.Serve.Listening;

/// <summary>What is served on a listening address; several where they share one.</summary>
[Flags]
internal enum NodeSurface
{
    None = 0,

    /// <summary>REST and the dashboard.</summary>
    Http = 1,

    /// <summary>gRPC.</summary>
    Grpc = 2,

    /// <summary>Metrics.</summary>
    Metrics = 4,
}

using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serve.Joining;
using NeuronActors.Node.Serve.Listening;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Serve;

/// <summary>How a node is to run: everything that was set, checked.</summary>
internal sealed record ServeOptions
{
    public required ListenAddress Http { get; init; }

    /// <summary>Null for nowhere.</summary>
    public ListenAddress? Grpc { get; init; }

    /// <summary>Null for nowhere.</summary>
    public ListenAddress? Metrics { get; init; }

    /// <summary>Whether the <c>nv_inference_*</c> names are there too.</summary>
    public bool TritonMetrics { get; init; }

    /// <summary>Where metrics are sent; null leaves that to the variables of OpenTelemetry, which may say nowhere.</summary>
    public Uri? Otlp { get; init; }

    public required string NodeName { get; init; }

    public required RuntimeKind Runtime { get; init; }

    public required RepositorySettings Repository { get; init; }

    public DeadlineLimits Deadlines { get; init; } = new();

    public AccessSettings Access { get; init; } = new();

    public TlsSettings? Tls { get; init; }

    /// <summary>How it takes part in a pool; null when it is alone.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>HOCON of the actors and the runtime: what was set comes before the file that was named.</summary>
    public required Akka.Configuration.Config Hocon { get; init; }

    /// <summary>The largest request body, packed and unpacked.</summary>
    public long MaxRequestBytes { get; init; } = 128 << 20;

    /// <summary>What the files of models that came with loads may take on disk, all together.</summary>
    public long MaxUploadBytes { get; init; } = 1 << 30;

    /// <summary>How long the node says that it is not ready before it stops listening.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>How long requests in flight may take to finish at the end.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}

namespace NeuronActors.Node.Serve.Settings;

/// <summary>Everything that <c>serve</c> can be told.</summary>
internal static class ServeSettings
{
    public static readonly Setting Http = new("http", "url", "Where REST and the dashboard listen. Beyond loopback only if you say so: http://0.0.0.0:8000. [default: http://127.0.0.1:8000]");
    public static readonly Setting Grpc = new("grpc", "url", "Where gRPC listens, HTTP/2 without TLS unless it is https; off for nowhere. [default: http://127.0.0.1:8001]");
    public static readonly Setting Metrics = new("metrics", "url", "Where metrics are read, under /metrics; off for nowhere. [default: http://127.0.0.1:8002]");
    public static readonly Setting TritonMetrics = new("triton-metrics", null, "Metrics also under the names nv_inference_*, for dashboards and autoscalers made for them.");
    public static readonly Setting Otlp = new("otlp", "url", "Where metrics are sent by OTLP: port 4318 is HTTP, any other gRPC. [default: OTEL_EXPORTER_OTLP_ENDPOINT; else nowhere]");
    public static readonly Setting Runtime = new("runtime", "cpu|simulated|nrt", "What executes: ONNX Runtime on virtual cores, imagined cores, or the chips of this machine. [default: cpu]");
    public static readonly Setting Cores = new("cores", "count", "How many NeuronCores to use. [default: what the runtime has; 4 virtual ones]");
    public static readonly Setting Instance = new("instance", "type", "The instance that the simulated runtime imagines. [default: trn1.32xlarge]");
    public static readonly Setting NodeName = new("node-name", "name", "The name of this node in answers. [default: the machine's]");

    public static readonly Setting ModelRepository = new("model-repository", "path", "A folder of models, or a single one; may be repeated. [default: the bundled MNIST net]") { IsList = true };
    public static readonly Setting ModelControlMode = new("model-control-mode", "all|explicit|poll", "What is loaded: everything at the start, only what is named, or what the folders hold. [default: all]");
    public static readonly Setting LoadModel = new("load-model", "name", "With explicit: a model to load at the start; may be repeated, * means all.") { IsList = true };
    public static readonly Setting PollInterval = new("poll-interval", "time", "With poll: how often the folders are read. [default: 15s]");
    public static readonly Setting StartNc = new("start-nc", "core", "The first core of models that are loaded without a placement. [default: the least used]");
    public static readonly Setting NcCount = new("nc-count", "count", "How many cores such a model gets. [default: 1]");
    public static readonly Setting Multicore = new("multicore", null, "Such a model gets every core.");

    public static readonly Setting QueueCapacity = new("queue-capacity", "count", "How many requests of a model may wait. [default: 1024]");
    public static readonly Setting MaxInFlight = new("max-in-flight", "count", "How much a core is given at once. [default: 64]");
    public static readonly Setting RoutingPolicy = new("routing-policy", "policy", "How replicas are chosen: round-robin, least-outstanding or least-expected-work. [default: round-robin]");
    public static readonly Setting MovePolicy = new("move-policy", "policy", "The order of a move's halves: unload-then-load or load-then-unload. [default: unload-then-load]");
    public static readonly Setting ExecutionTimeout = new("execution-timeout", "time", "After what time an execution counts as hung. [default: 60s]");
    public static readonly Setting DefaultDeadline = new("default-deadline", "time", "How long a request may take that does not say. [default: as long as it takes]");
    public static readonly Setting MaxDeadline = new("max-deadline", "time", "How long a request may take at most, whatever it says.");
    public static readonly Setting MaxRequestBytes = new("max-request-bytes", "size", "The largest request body, also once it is unpacked: 64MiB. [default: 128MiB]");
    public static readonly Setting MaxUploadBytes = new("max-upload-bytes", "size", "What the files of models that are sent with loads may take on disk, all together. [default: 1GiB]");

    public static readonly Setting ApiKey = new("api-key", "key", "What repository, placement and admin calls have to show. Others on this machine can read options: prefer the environment or --api-key-file.");
    public static readonly Setting ApiKeyFile = new("api-key-file", "path", "A file with that key.");
    public static readonly Setting CloseInference = new("close-inference", null, "Inference needs the key or a certificate too.");
    public static readonly Setting TlsCertificate = new("tls-certificate", "path", "The certificate of https addresses, PEM.");
    public static readonly Setting TlsKey = new("tls-key", "path", "Its key, PEM. [default: in the certificate's file]");
    public static readonly Setting TlsClientCa = new("tls-client-ca", "path", "The authorities whose client certificates count as the key, PEM.");

    public static readonly Setting ClusterPort = new("cluster-port", "port", "Makes the node part of a pool, with this port for the other nodes; 0 takes a free one. [default: the node is alone]");
    public static readonly Setting ClusterSeeds = new("cluster-seeds", "host:port,…", "Nodes to join, the same list on every node: the first of it begins the cluster. [default: this node begins one]");
    public static readonly Setting ClusterHost = new("cluster-host", "host", "Where the node listens for other nodes, and the address by which they reach it. [default: 127.0.0.1]");
    public static readonly Setting ClusterDataPort = new("cluster-data-port", "port", "The port on which tensors and model files travel between nodes. [default: a free one]");
    public static readonly Setting ClusterCertificate = new("cluster-certificate", "path", "This node's certificate for other nodes, PEM: makes TLS between nodes mutual.");
    public static readonly Setting ClusterKey = new("cluster-key", "path", "Its key, PEM.");
    public static readonly Setting ClusterCa = new("cluster-ca", "path", "The authorities that vouch for nodes, PEM.");
    public static readonly Setting ClusterCache = new("cluster-cache", "path", "Where model files of other nodes are kept; a folder of this node alone. [default: below the folder for temporary files]");
    public static readonly Setting LostNode = new("lost-node", "replace|wait", "What becomes of the replicas of a node that is lost: others stand in, or they wait for it. [default: replace]");

    public static readonly Setting DrainDelay = new("drain-delay", "time", "How long the node says that it is not ready and serves on, at the end, before it stops listening. In a pool longer, until others hold what it holds. [default: 0s]");
    public static readonly Setting ShutdownTimeout = new("shutdown-timeout", "time", "How long requests in flight may take to finish at the end. [default: 60s]");
    public static readonly Setting LogLevel = new("log-level", "level", "What is logged, to standard error: trace, debug, information, warning, error. [default: information]");
    public static readonly Setting Hocon = new("hocon", "path", "A file with settings of the actors and the runtime; see hocon/neuron.conf. What is said elsewhere wins.");
    public static readonly Setting Config = new("config", "path", "A file of these settings as JSON, in a section NeuronActors. [default: appsettings.json here, if it is there]");

    /// <summary>What means nothing without <see cref="ClusterPort"/>.</summary>
    public static readonly ImmutableArray<Setting> OfCluster =
        [ClusterSeeds, ClusterHost, ClusterDataPort, ClusterCertificate, ClusterKey, ClusterCa, ClusterCache, LostNode];

    public static readonly ImmutableArray<Setting> All =
    [
        Http, Grpc, Metrics, TritonMetrics, Otlp, Runtime, Cores, Instance, NodeName,
        ModelRepository, ModelControlMode, LoadModel, PollInterval, StartNc, NcCount, Multicore,
        QueueCapacity, MaxInFlight, RoutingPolicy, MovePolicy, ExecutionTimeout, DefaultDeadline, MaxDeadline, MaxRequestBytes, MaxUploadBytes,
        ApiKey, ApiKeyFile, CloseInference, TlsCertificate, TlsKey, TlsClientCa,
        ClusterPort, ClusterSeeds, ClusterHost, ClusterDataPort, ClusterCertificate, ClusterKey, ClusterCa, ClusterCache, LostNode,
        DrainDelay, ShutdownTimeout, LogLevel, Hocon, Config,
    ];
}

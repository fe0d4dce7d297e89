namespace NeuronActors.Node.Metrics;

/// <summary>Every metric that a node has; <c>docs/metrics.md</c> describes the same ones.</summary>
internal static class MetricFamilies
{
    public static readonly MetricFamily Info = new("neuron.node.info", MetricKind.Gauge, "", "1, with what the node is in its labels", "node", "version", "runtime");
    public static readonly MetricFamily Ready = new("neuron.node.ready", MetricKind.Gauge, "", "1 if the node is ready for requests, else 0");
    public static readonly MetricFamily Draining = new("neuron.node.draining", MetricKind.Gauge, "", "1 if the node is on its way down, else 0");

    public static readonly MetricFamily CoreState = new("neuron.core.state", MetricKind.Gauge, "", "1 for the state that the core is in, 0 for the others", "neuron_core", "state");
    public static readonly MetricFamily CoreExecutions = new("neuron.core.executions", MetricKind.Counter, "", "Executions that ended well", "neuron_core");
    public static readonly MetricFamily CoreFailures = new("neuron.core.failures", MetricKind.Counter, "", "Executions that failed", "neuron_core");
    public static readonly MetricFamily CoreBusy = new("neuron.core.busy", MetricKind.Counter, "s", "Time spent executing", "neuron_core");
    public static readonly MetricFamily CoreInFlight = new("neuron.core.in_flight", MetricKind.Gauge, "", "Executions handed over and not ended", "neuron_core");
    public static readonly MetricFamily CoreMemoryUsed = new("neuron.core.memory.used", MetricKind.Gauge, "By", "Device memory in use", "neuron_core");
    public static readonly MetricFamily CoreMemoryLimit = new("neuron.core.memory.limit", MetricKind.Gauge, "By", "Device memory that there is, where that is known", "neuron_core");
    public static readonly MetricFamily Replicas = new("neuron.replica.state", MetricKind.Gauge, "", "1 for every replica, with the state that it is in", "neuron_core", "model", "version", "subgraph", "state");

    public static readonly MetricFamily Requests = new("neuron.model.requests", MetricKind.Counter, "", "Requests answered with a result", "model", "version");
    public static readonly MetricFamily Failures = new("neuron.model.request.failures", MetricKind.Counter, "", "Requests that were refused or have failed, by reason", "model", "version", "reason");
    public static readonly MetricFamily Items = new("neuron.model.items", MetricKind.Counter, "", "Items inferred: a batch of 64 counts 64", "model", "version");
    public static readonly MetricFamily Executions = new("neuron.model.executions", MetricKind.Counter, "", "Executions of the model", "model", "version");
    public static readonly MetricFamily Duration = new("neuron.model.request.duration", MetricKind.Histogram, "s", "Requests answered with a result, from arrival until the result was there to be written", "model", "version");
    public static readonly MetricFamily InputTime = new("neuron.model.input.time", MetricKind.Counter, "s", "Time from arrival until the inputs were read", "model", "version");
    public static readonly MetricFamily QueueTime = new("neuron.model.queue.time", MetricKind.Counter, "s", "Time spent waiting for a replica", "model", "version");
    public static readonly MetricFamily InferTime = new("neuron.model.infer.time", MetricKind.Counter, "s", "Time spent executing", "model", "version");
    public static readonly MetricFamily OutputTime = new("neuron.model.output.time", MetricKind.Counter, "s", "Time spent writing results", "model", "version");
    public static readonly MetricFamily QueueDepth = new("neuron.model.queue.depth", MetricKind.Gauge, "", "Requests that wait for a replica", "model", "version");
    public static readonly MetricFamily OldestWait = new("neuron.model.queue.oldest_wait", MetricKind.Gauge, "s", "How long the oldest of them has waited", "model", "version");
    public static readonly MetricFamily InFlight = new("neuron.model.in_flight", MetricKind.Gauge, "", "Requests that are with a replica", "model", "version");

    public static readonly MetricFamily Changes = new("neuron.placement.change.duration", MetricKind.Histogram, "s", "Loads, unloads, moves and healings of models, by kind and outcome", "kind", "outcome", "model");
    public static readonly MetricFamily Steps = new("neuron.placement.step.duration", MetricKind.Histogram, "s", "Drains, unloads and loads of one replica", "step", "model");

    public static readonly MetricFamily PoolNodes = new("neuron.pool.nodes", MetricKind.Gauge, "", "Nodes of the pool, by the state that they are in", "state");
    public static readonly MetricFamily PoolCores = new("neuron.pool.cores", MetricKind.Gauge, "", "Cores of the pool");
    public static readonly MetricFamily PoolVersion = new("neuron.pool.version", MetricKind.Gauge, "", "The version of the pool, by which its indices count");
    public static readonly MetricFamily PoolCoordinator = new("neuron.pool.coordinator", MetricKind.Gauge, "", "1 if this node decides about changes across nodes, else 0");
    public static readonly MetricFamily PoolRequests = new("neuron.pool.requests", MetricKind.Counter, "", "Requests that this node has sent to another one, by outcome", "outcome");
    public static readonly MetricFamily PoolServed = new("neuron.pool.served", MetricKind.Counter, "", "Requests of other nodes that this one has answered");
    public static readonly MetricFamily PoolTensors = new("neuron.pool.tensors", MetricKind.Counter, "By", "Tensors between this node and others, by direction", "direction");

    public static readonly MetricFamily TritonSuccess = Foreign("nv_inference_request_success", MetricKind.Counter, "Number of successful inference requests", "model", "version");
    public static readonly MetricFamily TritonFailure = Foreign("nv_inference_request_failure", MetricKind.Counter, "Number of failed inference requests, by reason", "model", "version", "reason");
    public static readonly MetricFamily TritonCount = Foreign("nv_inference_count", MetricKind.Counter, "Number of inferences performed: a batch of n counts n", "model", "version");
    public static readonly MetricFamily TritonExecutions = Foreign("nv_inference_exec_count", MetricKind.Counter, "Number of model executions", "model", "version");
    public static readonly MetricFamily TritonPending = Foreign("nv_inference_pending_request_count", MetricKind.Gauge, "Requests awaiting execution", "model", "version");
    public static readonly MetricFamily TritonDuration = Foreign("nv_inference_request_duration_us", MetricKind.Counter, "Cumulative time of requests, in microseconds", "model", "version");
    public static readonly MetricFamily TritonQueue = Foreign("nv_inference_queue_duration_us", MetricKind.Counter, "Cumulative time of waiting, in microseconds", "model", "version");
    public static readonly MetricFamily TritonInput = Foreign("nv_inference_compute_input_duration_us", MetricKind.Counter, "Cumulative time of reading inputs, in microseconds", "model", "version");
    public static readonly MetricFamily TritonInfer = Foreign("nv_inference_compute_infer_duration_us", MetricKind.Counter, "Cumulative time of executing, in microseconds", "model", "version");
    public static readonly MetricFamily TritonOutput = Foreign("nv_inference_compute_output_duration_us", MetricKind.Counter, "Cumulative time of writing outputs, in microseconds", "model", "version");

    public static readonly ImmutableArray<MetricFamily> Own =
    [
        Info, Ready, Draining,
        CoreState, CoreExecutions, CoreFailures, CoreBusy, CoreInFlight, CoreMemoryUsed, CoreMemoryLimit, Replicas,
        Requests, Failures, Items, Executions, Duration, InputTime, QueueTime, InferTime, OutputTime, QueueDepth, OldestWait, InFlight,
        Changes, Steps,
        PoolNodes, PoolCores, PoolVersion, PoolCoordinator, PoolRequests, PoolServed, PoolTensors,
    ];

    public static readonly ImmutableArray<MetricFamily> Triton =
    [
        TritonSuccess, TritonFailure, TritonCount, TritonExecutions, TritonPending,
        TritonDuration, TritonQueue, TritonInput, TritonInfer, TritonOutput,
    ];

    private static MetricFamily Foreign(string name, MetricKind kind, string help, params string[] labels) =>
        new(name, kind, "", help, labels) { IsForeign = true };
}

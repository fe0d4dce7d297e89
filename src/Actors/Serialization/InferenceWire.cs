namespace NeuronActors.Serialization;

/// <summary>
/// The layouts of an <see cref="Infer"/> and its answers, in the words of <see cref="WireWriter"/>. Each follows the version byte, which
/// <see cref="NeuronWire"/> writes.
/// </summary>
internal static class InferenceWire
{
    /// <summary>
    /// <c>IN1</c>: name model | text? request id | text? subgraph | flag retry on fault | time? left until the deadline | trace? |
    /// tensor[] inputs; since version 2: byte level of the priority. See <see cref="TraceWire"/> and <see cref="TensorWire"/>.
    /// </summary>
    public static void Write(ref WireWriter to, Infer message)
    {
        to.Name(message.Model);
        to.OptionalText(message.RequestId);
        to.OptionalText(message.Subgraph);
        to.Flag(message.RetryOnFault);
        to.Deadline(message.Deadline);
        TraceWire.WriteOptional(ref to, message.TraceContext);
        TensorWire.Write(ref to, message.Inputs);
        to.Byte((byte)message.Priority.Level);
    }

    public static Infer ReadInfer(ref WireReader from)
    {
        var model = from.Name();
        var requestId = from.OptionalText();
        var subgraph = from.OptionalText();
        var retryOnFault = from.Flag();
        var deadline = from.Deadline();
        var trace = TraceWire.ReadOptional(ref from);
        var inputs = TensorWire.ReadTensors(ref from);
        return new Infer(model, inputs)
        {
            RequestId = requestId,
            Subgraph = subgraph,
            RetryOnFault = retryOnFault,
            Deadline = deadline,
            TraceContext = trace,
            Priority = from.Version < 2 ? default : new InferPriority(from.Byte()),
        };
    }

    /// <summary><c>CI1</c>: name model | text request id.</summary>
    public static void Write(ref WireWriter to, CancelInfer message)
    {
        to.Name(message.Model);
        to.Text(message.RequestId);
    }

    public static CancelInfer ReadCancelInfer(ref WireReader from) => new(from.Name(), from.Text());

    /// <summary>
    /// <c>IC1</c>: text? request id | time queued | time executed | i32[] cores | tensor[] outputs | since version 2: text? node.
    /// </summary>
    public static void Write(ref WireWriter to, InferCompleted message)
    {
        to.OptionalText(message.RequestId);
        to.Time(message.Queued);
        to.Time(message.Executed);
        to.Cores(message.Cores);
        TensorWire.Write(ref to, message.Outputs);
        to.OptionalText(message.Node);
    }

    public static InferCompleted ReadInferCompleted(ref WireReader from)
    {
        var requestId = from.OptionalText();
        var queued = from.Time();
        var executed = from.Time();
        var cores = from.Cores();
        return new InferCompleted(TensorWire.ReadTensors(ref from), cores)
        {
            RequestId = requestId,
            Queued = queued,
            Executed = executed,
            Node = from.Version >= 2 ? from.OptionalText() : null,
        };
    }

    /// <summary><c>IR1</c>: text? request id | code reason | text message | time? retry after | mismatch?.</summary>
    public static void Write(ref WireWriter to, InferRejected message)
    {
        to.OptionalText(message.RequestId);
        to.Code(WireCodes.Rejection, message.Reason);
        to.Text(message.Message);
        to.OptionalTime(message.RetryAfter);
        to.Flag(message.Mismatch is not null);
        if (message.Mismatch is { } mismatch) TensorWire.Write(ref to, mismatch);
    }

    public static InferRejected ReadInferRejected(ref WireReader from)
    {
        var requestId = from.OptionalText();
        return new InferRejected(from.Code(WireCodes.Rejection), from.Text())
        {
            RequestId = requestId,
            RetryAfter = from.OptionalTime(),
            Mismatch = from.Flag() ? TensorWire.ReadMismatch(ref from) : null,
        };
    }

    /// <summary><c>IF1</c>: text? request id | code kind | text message | i32? core | i32? status.</summary>
    public static void Write(ref WireWriter to, InferFailed message)
    {
        to.OptionalText(message.RequestId);
        to.Code(WireCodes.ErrorKind, message.Kind);
        to.Text(message.Message);
        to.OptionalCore(message.Core);
        to.OptionalStatus(message.Status);
    }

    public static InferFailed ReadInferFailed(ref WireReader from)
    {
        var requestId = from.OptionalText();
        return new InferFailed(from.Code(WireCodes.ErrorKind), from.Text())
        {
            RequestId = requestId,
            Core = from.OptionalCore(),
            Status = from.OptionalStatus(),
        };
    }
}

using System.Runtime.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// One message between nodes, on its way out or as it came in: an <see cref="Infer"/>, or its answer with the node's load.
/// </summary>
/// <remarks>
/// The layout, in the words of <see cref="WireWriter"/>:
/// <code>
/// frame   i32 count of bytes of the header | header | the bytes of every tensor, in the order of the table, nothing between
/// header  u8 version, 1 | text manifest | i32 count of bytes | message | load? | entry[] table
/// message a message of that manifest without its tensors, as NeuronWire lays it out, with a version of its own
/// load    i32 waiting | i32 in flight | i32 ready replicas
/// entry   text name | code element type | i64[] dimensions | i64 count of bytes
/// </code>
/// What is larger than a <see cref="TensorPiece"/> travels in several. The tensors are the inputs of an Infer, the outputs of an InferCompleted; no other message has any. How it may change: fields are
/// added at the end of the header, and its version grows by one; a reader skips what follows the fields it knows, in a header of a newer
/// version than its own. Whatever else changes takes a new method of the service.
/// </remarks>
internal sealed class TensorFrame
{
    /// <summary>The version of the header that is written, and the newest of which every field is known.</summary>
    public const byte Version = 1;

    /// <summary>The bytes of the count before the header.</summary>
    public const int PrefixBytes = sizeof(int);

    /// <summary>The bits of that count; the one above them marks the head of a frame whose tensors follow.</summary>
    public const int CountMask = int.MaxValue;

    private TensorFrame(INeuronWireMessage message, ImmutableArray<NamedTensor> tensors, NodeLoad? load)
    {
        Message = message;
        Tensors = tensors.IsDefault ? [] : tensors;
        Load = load;
    }

    private TensorFrame(string flaw) => Flaw = flaw;

    /// <summary>The message without its tensors; null when there is a <see cref="Flaw"/>.</summary>
    public INeuronWireMessage? Message { get; }

    /// <summary>Its tensors.</summary>
    public ImmutableArray<NamedTensor> Tensors { get; } = [];

    /// <summary>The load of the node that answers.</summary>
    public NodeLoad? Load { get; }

    /// <summary>Why what came in is no frame; null for a sound one. An exception would reach the other side without its reason.</summary>
    public string? Flaw { get; }

    /// <summary>The bytes of the message alone. Known of frames on their way out.</summary>
    public int MessageBytes { get; private init; }

    /// <summary>The bytes of the header. Known of frames on their way out.</summary>
    public int HeaderBytes { get; private set; }

    /// <summary>The bytes of the whole frame.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>The bytes of all tensors. Known of frames on their way out.</summary>
    public long TensorBytes => TotalBytes - PrefixBytes - HeaderBytes;

    /// <summary>A frame for a request. Its tensors' memory is read while it is sent, and left alone once there is an answer.</summary>
    /// <exception cref="SerializationException">The request lacks something that has to be there.</exception>
    public static TensorFrame Of(Infer request) => Measured(request with { Inputs = [] }, request.Inputs, load: null);

    /// <summary>A frame for an answer.</summary>
    /// <exception cref="SerializationException">The answer lacks something that has to be there.</exception>
    public static TensorFrame Of(InferAnswer answer, NodeLoad? load) =>
        answer is InferCompleted completed
            ? Measured(completed with { Outputs = [] }, completed.Outputs, load)
            : Measured(answer, [], load);

    /// <summary>A frame that came in.</summary>
    public static TensorFrame Received(FrameHeader header, ImmutableArray<NamedTensor> tensors, long totalBytes) =>
        new(header.Message, tensors, header.Load) { TotalBytes = totalBytes };

    /// <summary>What came in, and is no frame.</summary>
    public static TensorFrame Flawed(string flaw) => new(flaw);

    /// <summary>The request in it; null when it is none.</summary>
    public Infer? AsRequest() => Message is Infer request ? request with { Inputs = Tensors } : null;

    /// <summary>The answer in it; null when it is none.</summary>
    public InferAnswer? AsAnswer() => Message is InferCompleted completed ? completed with { Outputs = Tensors } : Message as InferAnswer;

    private static TensorFrame Measured(INeuronWireMessage message, ImmutableArray<NamedTensor> tensors, NodeLoad? load)
    {
        var frame = new TensorFrame(message, tensors, load) { MessageBytes = checked((int)WireSize.Of(message)) };
        var measure = new WireWriter();
        TensorFrameWriter.WriteHeader(ref measure, frame);

        frame.HeaderBytes = checked((int)measure.Length);
        frame.TotalBytes = PrefixBytes + measure.Length;
        foreach (var named in frame.Tensors) frame.TotalBytes += named.Tensor.Data.Length;
        return frame;
    }
}

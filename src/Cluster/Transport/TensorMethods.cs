using Grpc.Core;
using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Transport;

/// <summary>The methods of the service between nodes. The names are part of the wire; what is between them is no protobuf.</summary>
internal sealed class TensorMethods
{
    private const string Service = "neuron.Node";

    private static readonly Marshaller<Signal> Signals = Marshallers.Create<Signal>(
        static (_, context) => context.Complete([]), static _ => Signal.Instance);

    /// <summary>Makes them.</summary>
    /// <param name="clock">The clock of the deadlines.</param>
    public TensorMethods(TimeProvider clock)
    {
        var pieces = Marshallers.Create(
            (TensorPiece piece, SerializationContext context) => TensorFrameWriter.Write(piece, context, clock),
            context => TensorFrameReader.ReadPiece(context.PayloadAsReadOnlySequence(), clock));
        Infer = new Method<TensorPiece, TensorPiece>(MethodType.DuplexStreaming, Service, nameof(Infer), pieces, pieces);
        InferOne = new Method<TensorPiece, TensorPiece>(MethodType.ServerStreaming, Service, nameof(Infer), pieces, pieces);
        var batches = FrameBatchWire.Marshaller(clock);
        Share = new Method<FrameBatch, FrameBatch>(MethodType.DuplexStreaming, Service, nameof(Share), batches, batches);
        Collect = new Method<AnswerTicket, TensorPiece>(MethodType.ServerStreaming, Service, nameof(Collect), FrameBatchWire.Tickets, pieces);
    }

    /// <summary>Nothing comes on it but one signal at first; that it ends tells of the end of the node or of the way to it.</summary>
    public static Method<Signal, Signal> Watch { get; } = new(MethodType.ServerStreaming, Service, nameof(Watch), Signals, Signals);

    /// <summary>The list of the files of a model.</summary>
    public static Method<FileRequest, FileChunk> Manifest { get; } =
        new(MethodType.Unary, Service, nameof(Manifest), FileWire.Requests, FileWire.Chunks);

    /// <summary>The bytes of one file, from an offset on.</summary>
    public static Method<FileRequest, FileChunk> ReadFile { get; } =
        new(MethodType.ServerStreaming, Service, nameof(ReadFile), FileWire.Requests, FileWire.Chunks);

    /// <summary>One inference, its request in one piece or several, and so its answer.</summary>
    public Method<TensorPiece, TensorPiece> Infer { get; }

    /// <summary>The same method, called with a request in one piece: on the wire there is no difference, and it costs less.</summary>
    public Method<TensorPiece, TensorPiece> InferOne { get; }

    /// <summary>Many small inferences over one call that stays open; see <see cref="SharedCall"/>.</summary>
    public Method<FrameBatch, FrameBatch> Share { get; }

    /// <summary>An answer that was too large for that call, in one piece or several.</summary>
    public Method<AnswerTicket, TensorPiece> Collect { get; }

    /// <summary>A message that says nothing but that it came.</summary>
    internal sealed class Signal
    {
        public static readonly Signal Instance = new();
    }
}

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
        var frames = Marshallers.Create(
            (TensorFrame frame, SerializationContext context) => TensorFrameWriter.Write(frame, context, clock),
            context => TensorFrameReader.Read(context.PayloadAsReadOnlySequence(), clock));
        Infer = new Method<TensorFrame, TensorFrame>(MethodType.Unary, Service, nameof(Infer), frames, frames);
    }

    /// <summary>Nothing comes on it but one signal at first; that it ends tells of the end of the node or of the way to it.</summary>
    public static Method<Signal, Signal> Watch { get; } = new(MethodType.ServerStreaming, Service, nameof(Watch), Signals, Signals);

    /// <summary>The list of the files of a model.</summary>
    public static Method<FileRequest, FileChunk> Manifest { get; } =
        new(MethodType.Unary, Service, nameof(Manifest), FileWire.Requests, FileWire.Chunks);

    /// <summary>The bytes of one file, from an offset on.</summary>
    public static Method<FileRequest, FileChunk> ReadFile { get; } =
        new(MethodType.ServerStreaming, Service, nameof(ReadFile), FileWire.Requests, FileWire.Chunks);

    /// <summary>One inference.</summary>
    public Method<TensorFrame, TensorFrame> Infer { get; }

    /// <summary>A message that says nothing but that it came.</summary>
    internal sealed class Signal
    {
        public static readonly Signal Instance = new();
    }
}

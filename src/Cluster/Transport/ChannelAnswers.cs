using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>The answers that a channel gives by itself, and their words.</summary>
internal static class ChannelAnswers
{
    public static InferAnswer Malformed(string flaw) =>
        new InferFailed(RuntimeErrorKind.BadRequest, $"The request cannot be sent to another node: {flaw}");

    public static InferAnswer TooLarge(long size, int limit) =>
        new InferRejected(RejectionReason.TooLargeForFrame, $"The request takes {size} bytes between nodes, and max-message-bytes allows {limit}.");

    public static InferAnswer TooLargeAnswer(long size, int limit) =>
        new InferRejected(RejectionReason.TooLargeForFrame, $"The answer takes {size} bytes between nodes, and max-message-bytes allows {limit} here.");

    public static InferAnswer Late(string where) => new InferRejected(RejectionReason.DeadlineExceeded, $"The deadline passed {where}.");

    public static InferAnswer Full(NodeEndpoint node, int limit) =>
        new InferRejected(RejectionReason.QueueFull, $"{limit} requests wait for their way to the node {node.Node}, and max-waiting allows no more.");

    public static InferAnswer Unreadable(NodeEndpoint node, string? flaw) =>
        new InferFailed(RuntimeErrorKind.Unknown, $"The answer of the node {node.Node} cannot be read: {flaw ?? "it is none to an Infer."}");

    /// <summary>The other side is there, and answers with a status of gRPC in place of an answer.</summary>
    public static InferAnswer Refused(NodeEndpoint node, RpcException failure) => failure.StatusCode switch
    {
        StatusCode.ResourceExhausted => new InferRejected(
            RejectionReason.TooLargeForFrame,
            $"The request, or its answer, is larger than the node {node.Node} and this one both allow: {RpcFailure.Describe(failure)}"),
        StatusCode.Unimplemented => new InferFailed(
            RuntimeErrorKind.Unknown, $"What listens at {node.Host}:{node.Port} is no node of this kind: {RpcFailure.Describe(failure)}"),
        _ => new InferFailed(RuntimeErrorKind.Unknown, $"The node {node.Node} answered {failure.StatusCode}: {RpcFailure.Describe(failure)}"),
    };
}

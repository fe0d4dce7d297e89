using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Grpc;

/// <summary>Around every call: lets in who may call, and sees to it that whatever is thrown becomes a status.</summary>
internal sealed class GrpcGuard(AccessControl access, ILogger<GrpcGuard> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            return await continuation(request, context);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw StatusOf(failure, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            await continuation(request, responses, context);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw StatusOf(failure, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            await continuation(requests, responses, context);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw StatusOf(failure, context);
        }
    }

    private void Admit(ServerCallContext context)
    {
        if (!access.Guards(GrpcRules.LevelOf(context.Method))) return;

        // Metadata are headers; there they are at hand, without a copy of all of them.
        var http = context.GetHttpContext();
        var headers = http.Request.Headers;
        if (access.Refusal(headers.Authorization, headers["X-Api-Key"], http.Connection.ClientCertificate is not null) is { } refusal)
        {
            throw new ServingException(refusal);
        }
    }

    private RpcException StatusOf(Exception failure, ServerCallContext context)
    {
        if (failure is ServingException refused) return GrpcErrors.Of(refused.Error);

        // Nobody is left to be answered; whatever was thrown is about that.
        if (context.CancellationToken.IsCancellationRequested) return GrpcErrors.Of(new ServingError(ServingErrorKind.Cancelled, "The caller went away."));

        return GrpcErrors.Of(Unexpected(log, failure, context.Method));
    }

    /// <summary>Logs what ought not to have happened, and says so without the particulars of the code.</summary>
    public static ServingError Unexpected(ILogger log, Exception failure, string method)
    {
        GrpcLog.Failed(log, failure, method);
        return new ServingError(ServingErrorKind.Internal, $"The node failed: {failure.Message}");
    }
}

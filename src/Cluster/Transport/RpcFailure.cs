using System.Security.Authentication;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>What a failed call says about the node and the way to it.</summary>
internal static class RpcFailure
{
    /// <summary>
    /// Whether the connection broke or could not be made, as opposed to an answer of the other side that says no. A call that the other side
    /// cancels, which nobody here has asked for, is one that its listener has cut off.
    /// </summary>
    public static bool IsLoss(RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled || Causes(failure).Any(cause => cause is IOException or HttpRequestException);

    /// <summary>
    /// Whether the request can have reached the node: not when no connection was made.
    /// </summary>
    public static bool MayHaveRun(RpcException failure) =>
        !Causes(failure).Any(cause => cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        } or AuthenticationException);

    /// <summary>What went wrong, in one line: the innermost cause knows best.</summary>
    public static string Describe(RpcException failure) =>
        Causes(failure).LastOrDefault()?.Message ?? (failure.Status.Detail is { Length: > 0 } detail ? detail : $"{failure.StatusCode}");

    private static IEnumerable<Exception> Causes(RpcException failure)
    {
        for (var cause = failure.Status.DebugException; cause is not null; cause = cause.InnerException) yield return cause;
    }
}

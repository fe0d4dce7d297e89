using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using NeuronActors.Node.Serving;
using Status = Grpc.Core.Status;

namespace NeuronActors.Node.Grpc;

/// <summary>Whatever goes wrong, as gRPC has it: a status, and with a refusal for overload the time after which another try is welcome.</summary>
internal static class GrpcErrors
{
    // Clients that were refused together must not come back together.
    private const double Jitter = 0.25;

    // Clients take some 8 KiB of trailers, and a character may become nine bytes of them. A longer text has a name in it that is no name.
    private const int LongestMessage = 700;

    private static readonly TimeSpan UnknownDrain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SoonestRetry = TimeSpan.FromMilliseconds(1);

    /// <summary>What to throw.</summary>
    public static RpcException Of(ServingError error)
    {
        var status = StatusOf(error);
        var trailers = new Metadata();
        AddDetails(trailers, error, status);
        return new RpcException(status, trailers);
    }

    /// <summary>Answers with it without an exception, which costs more than all the rest of a refusal. The message that goes with it is ignored.</summary>
    public static void Answer(ServerCallContext context, ServingError error)
    {
        context.Status = StatusOf(error);
        AddDetails(context.ResponseTrailers, error, context.Status);
    }

    private static Status StatusOf(ServingError error) => new((StatusCode)error.Kind.GrpcStatus(), TextOf(error));

    /// <summary>The message of an error, no longer than a client can take.</summary>
    public static string TextOf(ServingError error) => error.Message.Length <= LongestMessage ? error.Message : error.Message[..LongestMessage] + "…";

    private static void AddDetails(Metadata trailers, ServingError error, Status status)
    {
        if (!error.SaysWhen) return;

        var delay = (error.RetryAfter ?? UnknownDrain) * (1 + (Jitter * Random.Shared.NextDouble()));
        if (delay < SoonestRetry) delay = SoonestRetry;
        trailers.SetRpcStatus(new Google.Rpc.Status
        {
            Code = (int)status.StatusCode,
            Message = status.Detail,
            Details = { Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }) },
        });

        // The same for the retries that are built into clients.
        trailers.Add("grpc-retry-pushback-ms", Math.Ceiling(delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
    }
}

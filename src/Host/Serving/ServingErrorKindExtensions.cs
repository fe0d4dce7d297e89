namespace NeuronActors.Node.Serving;

/// <summary>The one table of status codes: what each front end answers for each kind of failure.</summary>
internal static class ServingErrorKindExtensions
{
    /// <summary>The HTTP status.</summary>
    public static int HttpStatus(this ServingErrorKind kind) => kind switch
    {
        ServingErrorKind.InvalidArgument => 400,
        ServingErrorKind.Unauthenticated => 401,
        ServingErrorKind.NotFound => 404,
        ServingErrorKind.MethodNotAllowed => 405,
        ServingErrorKind.Conflict => 409,
        ServingErrorKind.TooLarge => 413,

        // For the log alone: nobody is left to read it.
        ServingErrorKind.Cancelled => 499,
        ServingErrorKind.Internal => 500,
        ServingErrorKind.Unsupported => 501,
        ServingErrorKind.Unavailable or ServingErrorKind.Overloaded => 503,
        ServingErrorKind.DeadlineExceeded => 504,
        ServingErrorKind.OutOfResources => 507,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of failure."),
    };

    /// <summary>The gRPC status, as the number that the protocol gives it.</summary>
    public static int GrpcStatus(this ServingErrorKind kind) => kind switch
    {
        ServingErrorKind.Cancelled => 1,
        ServingErrorKind.InvalidArgument => 3,
        ServingErrorKind.DeadlineExceeded => 4,
        ServingErrorKind.NotFound => 5,
        ServingErrorKind.TooLarge or ServingErrorKind.OutOfResources => 8,
        ServingErrorKind.Conflict => 10,
        ServingErrorKind.MethodNotAllowed or ServingErrorKind.Unsupported => 12,
        ServingErrorKind.Internal => 13,
        ServingErrorKind.Unavailable or ServingErrorKind.Overloaded => 14,
        ServingErrorKind.Unauthenticated => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of failure."),
    };
}

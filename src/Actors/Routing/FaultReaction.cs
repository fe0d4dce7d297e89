namespace NeuronActors.Routing;

/// <summary>What follows when an execution fails, by the kind of the failure. The whole table is here.</summary>
/// <param name="Retries">Whether the request is run once more.</param>
/// <param name="QuarantinesCore">Whether the core leaves service.</param>
/// <param name="MayRetryOnSameCore">Whether the second try may go to the same core, when there is no other.</param>
internal readonly record struct FaultReaction(bool Retries, bool QuarantinesCore, bool MayRetryOnSameCore)
{
    public static FaultReaction To(RuntimeErrorKind kind) => kind switch
    {
        RuntimeErrorKind.Busy => new(Retries: true, QuarantinesCore: false, MayRetryOnSameCore: true),
        RuntimeErrorKind.TimedOut or RuntimeErrorKind.DeviceFault => new(Retries: true, QuarantinesCore: true, MayRetryOnSameCore: false),

        // Nobody knows what it was. It may have been the core, so another one gets a try; it may as well have been the request, so the
        // core stays: otherwise one bad request, sent again and again, would take all cores out of service.
        RuntimeErrorKind.Unknown => new(Retries: true, QuarantinesCore: false, MayRetryOnSameCore: false),
        _ => default,
    };
}

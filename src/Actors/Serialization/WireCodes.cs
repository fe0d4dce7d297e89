namespace NeuronActors.Serialization;

/// <summary>The codes of every enum that crosses the wire. Append only.</summary>
internal static class WireCodes
{
    public static readonly WireCode<ElementType> Elements = new(
        ElementType.Bool,
        ElementType.UInt8,
        ElementType.UInt16,
        ElementType.UInt32,
        ElementType.UInt64,
        ElementType.Int8,
        ElementType.Int16,
        ElementType.Int32,
        ElementType.Int64,
        ElementType.Float16,
        ElementType.BFloat16,
        ElementType.Float32,
        ElementType.Float64,
        ElementType.Bytes);

    public static readonly WireCode<RejectionReason> Rejection = new(
        RejectionReason.QueueFull,
        RejectionReason.DeadlineExceeded,
        RejectionReason.ModelNotFound,
        RejectionReason.ModelUnavailable,
        RejectionReason.InvalidInput,
        RejectionReason.Draining,
        RejectionReason.Cancelled,
        RejectionReason.TooLargeForFrame,
        RejectionReason.RunsInParts);

    public static readonly WireCode<InputProblem> Problem = new(
        InputProblem.Missing,
        InputProblem.Unknown,
        InputProblem.Duplicate,
        InputProblem.WrongElementType,
        InputProblem.WrongShape,
        InputProblem.DimensionConflict);

    public static readonly WireCode<RuntimeErrorKind> ErrorKind = new(
        RuntimeErrorKind.Unknown,
        RuntimeErrorKind.BadRequest,
        RuntimeErrorKind.UnsupportedModel,
        RuntimeErrorKind.OutOfResources,
        RuntimeErrorKind.Busy,
        RuntimeErrorKind.TimedOut,
        RuntimeErrorKind.Numerical,
        RuntimeErrorKind.DeviceFault,
        RuntimeErrorKind.LifeCycle);

    public static readonly WireCode<PlacementRejection> Refusal = new(
        PlacementRejection.InvalidArgument,
        PlacementRejection.ModelNotFound,
        PlacementRejection.NameTaken,
        PlacementRejection.BadModelFile,
        PlacementRejection.CoreUnavailable,
        PlacementRejection.Draining);

    public static readonly WireCode<PlacementStep> Step = new(
        PlacementStep.Hold, PlacementStep.Drain, PlacementStep.Unload, PlacementStep.Load, PlacementStep.Release);

    public static readonly WireCode<MovePolicy> Policy = new(
        MovePolicy.UnloadThenLoad, MovePolicy.LoadThenUnload);

    public static readonly WireCode<RuntimeKind> Runtime = new(RuntimeKind.Cpu, RuntimeKind.Simulated, RuntimeKind.Nrt);

    public static readonly WireCode<CoreState> Core = new(
        CoreState.Ready, CoreState.Quarantined, CoreState.Hung);

    public static readonly WireCode<ReplicaState> Replica = new(
        ReplicaState.Loading,
        ReplicaState.Ready,
        ReplicaState.Draining,
        ReplicaState.Unloading);
}

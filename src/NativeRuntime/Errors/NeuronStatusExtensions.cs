using System.Globalization;

namespace NeuronActors.NativeRuntime.Errors;

/// <summary>The one place where a status becomes a reaction and a text.</summary>
public static class NeuronStatusExtensions
{
    /// <summary>
    /// The reaction that a status calls for. Sources: <c>nrt_status.h</c> and AWS's troubleshooting guide; a number that stands in
    /// neither is <see cref="RuntimeErrorKind.Unknown"/>.
    /// </summary>
    public static RuntimeErrorKind Kind(this NeuronStatus status) => status switch
    {
        NeuronStatus.Invalid or NeuronStatus.BadInput or NeuronStatus.OutOfBounds => RuntimeErrorKind.BadRequest,
        NeuronStatus.UnsupportedNeffVersion => RuntimeErrorKind.UnsupportedModel,
        NeuronStatus.Resource or NeuronStatus.LoadNotEnoughCores or NeuronStatus.HostMemoryAllocation => RuntimeErrorKind.OutOfResources,
        NeuronStatus.QueueFull or NeuronStatus.CoreBusy => RuntimeErrorKind.Busy,
        NeuronStatus.Timeout => RuntimeErrorKind.TimedOut,
        NeuronStatus.CompletedWithNumericalError => RuntimeErrorKind.Numerical,
        NeuronStatus.HardwareError
            or NeuronStatus.ExecutionUnitUnrecoverable
            or NeuronStatus.CompletedWithError
            or (>= NeuronStatus.CollectivesHang and <= NeuronStatus.RepairableDeviceMemoryError) => RuntimeErrorKind.DeviceFault,
        NeuronStatus.Uninitialized or NeuronStatus.Closed => RuntimeErrorKind.LifeCycle,
        _ => RuntimeErrorKind.Unknown,
    };

    /// <summary>Whether, by AWS's guide, only a new process brings the core back.</summary>
    public static bool NeedsNewProcess(this NeuronStatus status) =>
        status is NeuronStatus.ExecutionUnitUnrecoverable or NeuronStatus.NotificationQueueOverflow;

    /// <summary>Name and number, because the two do not always agree in AWS's own output: <c>CoreError (1202)</c>.</summary>
    public static string Describe(this NeuronStatus status)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        return Enum.IsDefined(status) ? $"{status} ({number})" : $"unknown status {number}";
    }
}

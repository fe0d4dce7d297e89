using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Tests.Errors;

public sealed class NeuronStatusSpecs
{
    private static readonly Dictionary<int, (string Name, RuntimeErrorKind Kind)> Table = new()
    {
        [0] = ("Success", RuntimeErrorKind.Unknown),
        [1] = ("Failure", RuntimeErrorKind.Unknown),
        [2] = ("Invalid", RuntimeErrorKind.BadRequest),
        [3] = ("InvalidHandle", RuntimeErrorKind.Unknown),
        [4] = ("Resource", RuntimeErrorKind.OutOfResources),
        [5] = ("Timeout", RuntimeErrorKind.TimedOut),
        [6] = ("HardwareError", RuntimeErrorKind.DeviceFault),
        [7] = ("QueueFull", RuntimeErrorKind.Busy),
        [9] = ("LoadNotEnoughCores", RuntimeErrorKind.OutOfResources),
        [10] = ("UnsupportedNeffVersion", RuntimeErrorKind.UnsupportedModel),
        [11] = ("HostMemoryAllocation", RuntimeErrorKind.OutOfResources),
        [13] = ("Uninitialized", RuntimeErrorKind.LifeCycle),
        [14] = ("Closed", RuntimeErrorKind.LifeCycle),
        [15] = ("QueueEmpty", RuntimeErrorKind.Unknown),
        [101] = ("ExecutionUnitUnrecoverable", RuntimeErrorKind.DeviceFault),
        [1002] = ("BadInput", RuntimeErrorKind.BadRequest),
        [1003] = ("CompletedWithNumericalError", RuntimeErrorKind.Numerical),
        [1004] = ("CompletedWithError", RuntimeErrorKind.DeviceFault),
        [1005] = ("CoreBusy", RuntimeErrorKind.Busy),
        [1006] = ("OutOfBounds", RuntimeErrorKind.BadRequest),
        [1100] = ("CollectivesPending", RuntimeErrorKind.Unknown),
        [1200] = ("CollectivesHang", RuntimeErrorKind.DeviceFault),
        [1201] = ("DeviceMemoryError", RuntimeErrorKind.DeviceFault),
        [1202] = ("CoreError", RuntimeErrorKind.DeviceFault),
        [1203] = ("DmaAbort", RuntimeErrorKind.DeviceFault),
        [1204] = ("NotificationQueueOverflow", RuntimeErrorKind.DeviceFault),
        [1205] = ("RepairableDeviceMemoryError", RuntimeErrorKind.DeviceFault),
        [1206] = ("NetworkProxyFailure", RuntimeErrorKind.Unknown),
    };

    public static TheoryData<int> KnownNumbers => [.. Table.Keys];

    [Fact]
    public void The_table_has_every_status_that_the_enumeration_has()
    {
        Assert.Equal(Table.Keys.Order(), Enum.GetValues<NeuronStatus>().Select(status => (int)status));
    }

    [Theory]
    [MemberData(nameof(KnownNumbers))]
    public void A_known_status_calls_for_its_reaction_and_is_described_by_name_and_number(int number)
    {
        var status = (NeuronStatus)number;

        Assert.Equal(Table[number].Kind, status.Kind());
        Assert.Equal($"{Table[number].Name} ({number})", status.Describe());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(1001)]
    [InlineData(1199)]
    [InlineData(1207)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_unknown_number_is_carried_as_it_is(int number)
    {
        var status = (NeuronStatus)number;

        Assert.Equal(RuntimeErrorKind.Unknown, status.Kind());
        Assert.Equal($"unknown status {number}", status.Describe());
        Assert.False(status.NeedsNewProcess());
    }

    [Fact]
    public void Only_two_statuses_need_a_new_process()
    {
        Assert.Equal(
            [NeuronStatus.ExecutionUnitUnrecoverable, NeuronStatus.NotificationQueueOverflow],
            Enum.GetValues<NeuronStatus>().Where(status => status.NeedsNewProcess()));
    }

    [Fact]
    public void An_exception_of_a_status_says_operation_core_name_and_number()
    {
        var exception = NeuronRuntimeException.FromStatus(NeuronStatus.CoreError, "execute", new VisibleCoreIndex(3));

        Assert.Equal("execute on NeuronCore 3 failed with CoreError (1202)", exception.Message);
        Assert.Equal(
            (RuntimeErrorKind.DeviceFault, "execute", new VisibleCoreIndex(3), NeuronStatus.CoreError),
            (exception.Kind, exception.Operation, exception.Core!.Value, exception.Status!.Value));
    }
}

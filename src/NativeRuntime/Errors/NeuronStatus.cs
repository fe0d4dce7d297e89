namespace NeuronActors.NativeRuntime.Errors;

/// <summary>
/// <c>NRT_STATUS</c> of libnrt (<c>nrt_status.h</c>, SDK 2.28). An open set: a newer library may return numbers that stand
/// nowhere here, and they travel on as they are.
/// </summary>
public enum NeuronStatus
{
    /// <summary>NRT_SUCCESS.</summary>
    Success = 0,

    /// <summary>NRT_FAILURE: no particular reason.</summary>
    Failure = 1,

    /// <summary>NRT_INVALID: a bad NEFF, or an input that does not match by name or size.</summary>
    Invalid = 2,

    /// <summary>NRT_INVALID_HANDLE.</summary>
    InvalidHandle = 3,

    /// <summary>NRT_RESOURCE: an allocation failed.</summary>
    Resource = 4,

    /// <summary>NRT_TIMEOUT: an execution hung, for a reason that is not known.</summary>
    Timeout = 5,

    /// <summary>NRT_HW_ERROR.</summary>
    HardwareError = 6,

    /// <summary>NRT_QUEUE_FULL: the execution queue is full.</summary>
    QueueFull = 7,

    /// <summary>NRT_LOAD_NOT_ENOUGH_NC: not enough cores to load.</summary>
    LoadNotEnoughCores = 9,

    /// <summary>NRT_UNSUPPORTED_NEFF_VERSION.</summary>
    UnsupportedNeffVersion = 10,

    /// <summary>NRT_FAIL_HOST_MEM_ALLOC.</summary>
    HostMemoryAllocation = 11,

    /// <summary>NRT_UNINITIALIZED: a call before nrt_init.</summary>
    Uninitialized = 13,

    /// <summary>NRT_CLOSED: a call after nrt_close.</summary>
    Closed = 14,

    /// <summary>NRT_QUEUE_EMPTY.</summary>
    QueueEmpty = 15,

    /// <summary>NRT_EXEC_UNIT_UNRECOVERABLE: only a new process brings the core back.</summary>
    ExecutionUnitUnrecoverable = 101,

    /// <summary>NRT_EXEC_BAD_INPUT.</summary>
    BadInput = 1002,

    /// <summary>NRT_EXEC_COMPLETED_WITH_NUM_ERR: completed, and produced NaN.</summary>
    CompletedWithNumericalError = 1003,

    /// <summary>NRT_EXEC_COMPLETED_WITH_ERR.</summary>
    CompletedWithError = 1004,

    /// <summary>NRT_EXEC_NC_BUSY: the core is locked by another model or process.</summary>
    CoreBusy = 1005,

    /// <summary>NRT_EXEC_OOB: an index in the inputs is out of bounds.</summary>
    OutOfBounds = 1006,

    /// <summary>NRT_COLL_PENDING.</summary>
    CollectivesPending = 1100,

    /// <summary>NRT_EXEC_HW_ERR_COLLECTIVES.</summary>
    CollectivesHang = 1200,

    /// <summary>NRT_EXEC_HW_ERR_HBM_UE: uncorrectable error in device memory; the instance must be replaced.</summary>
    DeviceMemoryError = 1201,

    /// <summary>NRT_EXEC_HW_ERR_NC_UE: uncorrectable error in the core; the instance must be replaced.</summary>
    CoreError = 1202,

    /// <summary>NRT_EXEC_HW_ERR_DMA_ABORT.</summary>
    DmaAbort = 1203,

    /// <summary>NRT_EXEC_SW_NQ_OVERFLOW: the notification queue overflowed; only a new process brings the core back.</summary>
    NotificationQueueOverflow = 1204,

    /// <summary>NRT_EXEC_HW_ERR_REPAIRABLE_HBM_UE: a reload of the driver or a reboot repairs it.</summary>
    RepairableDeviceMemoryError = 1205,

    /// <summary>NRT_NETWORK_PROXY_FAILURE.</summary>
    NetworkProxyFailure = 1206,
}

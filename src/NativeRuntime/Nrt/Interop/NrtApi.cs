using System.Runtime.InteropServices;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// The calls of one libnrt, as raw as they are: addresses in, a status out. Only the handles and <see cref="NrtCalls"/> use it. A pointer of
/// an optional call is null when the library does not export it.
/// </summary>
/// <remarks>
/// Every status is 4 bytes, size_t is <see cref="nuint"/>. The calls block, for minutes when they load, so none of them suppresses the
/// garbage collector's transition.
/// </remarks>
internal sealed unsafe class NrtApi
{
    // nrt_tensor_placement_t and nrt_framework_type_t.
    public const int PlacedOnDevice = 0;
    public const int NoFramework = 1;

    // nrt_tensor_usage_t.
    public const int UsedAsOutput = 1;

    // The only count that libnrt takes today: it does not replicate, we do.
    public const int OneCore = -1;

    public readonly delegate* unmanaged<int, byte*, byte*, NeuronStatus> Init;
    public readonly delegate* unmanaged<void> Close;
    public readonly delegate* unmanaged<uint*, NeuronStatus> VisibleCores;
    public readonly delegate* unmanaged<uint*, NeuronStatus> TotalCores;
    public readonly delegate* unmanaged<void*, nuint, int, int, nint*, NeuronStatus> Load;
    public readonly delegate* unmanaged<nint, NeuronStatus> Unload;
    public readonly delegate* unmanaged<nint, nint, nint, NeuronStatus> Execute;
    public readonly delegate* unmanaged<nint*, NeuronStatus> AllocateSet;
    public readonly delegate* unmanaged<nint*, void> DestroySet;
    public readonly delegate* unmanaged<nint, byte*, nint, NeuronStatus> AddToSet;
    public readonly delegate* unmanaged<int, int, nuint, byte*, nint*, NeuronStatus> AllocateTensor;
    public readonly delegate* unmanaged<nint*, void> FreeTensor;
    public readonly delegate* unmanaged<nint, void*, nuint, nuint, NeuronStatus> ReadTensor;
    public readonly delegate* unmanaged<nint, void*, nuint, nuint, NeuronStatus> WriteTensor;

    public readonly delegate* unmanaged<NrtVersionLayout*, nuint, NeuronStatus> Version;
    public readonly delegate* unmanaged<NrtInstanceLayout*, nuint, NeuronStatus> InstanceInfo;
    public readonly delegate* unmanaged<nint, NrtTensorInfoArrayLayout**, NeuronStatus> TensorInfo;
    public readonly delegate* unmanaged<NrtTensorInfoArrayLayout*, NeuronStatus> FreeTensorInfo;
    public readonly delegate* unmanaged<nint, NrtModelInfoLayout*, nuint, nuint*, NeuronStatus> ModelInfo;
    public readonly delegate* unmanaged<uint, NrtMemoryLayout*, nuint, nuint*, NeuronStatus> MemoryStatistics;
    public readonly delegate* unmanaged<int, byte*> StatusText;

    /// <summary>Binds a library that exports everything required.</summary>
    public NrtApi(nint library)
    {
        Init = (delegate* unmanaged<int, byte*, byte*, NeuronStatus>)Find(library, "nrt_init");
        Close = (delegate* unmanaged<void>)Find(library, "nrt_close");
        Load = (delegate* unmanaged<void*, nuint, int, int, nint*, NeuronStatus>)Find(library, "nrt_load");
        Unload = (delegate* unmanaged<nint, NeuronStatus>)Find(library, "nrt_unload");
        Execute = (delegate* unmanaged<nint, nint, nint, NeuronStatus>)Find(library, "nrt_execute");
        AllocateSet = (delegate* unmanaged<nint*, NeuronStatus>)Find(library, "nrt_allocate_tensor_set");
        DestroySet = (delegate* unmanaged<nint*, void>)Find(library, "nrt_destroy_tensor_set");
        AddToSet = (delegate* unmanaged<nint, byte*, nint, NeuronStatus>)Find(library, "nrt_add_tensor_to_tensor_set");
        AllocateTensor = (delegate* unmanaged<int, int, nuint, byte*, nint*, NeuronStatus>)Find(library, "nrt_tensor_allocate");
        FreeTensor = (delegate* unmanaged<nint*, void>)Find(library, "nrt_tensor_free");
        ReadTensor = (delegate* unmanaged<nint, void*, nuint, nuint, NeuronStatus>)Find(library, "nrt_tensor_read");
        WriteTensor = (delegate* unmanaged<nint, void*, nuint, nuint, NeuronStatus>)Find(library, "nrt_tensor_write");

        Version = (delegate* unmanaged<NrtVersionLayout*, nuint, NeuronStatus>)Find(library, "nrt_get_version");
        InstanceInfo = (delegate* unmanaged<NrtInstanceLayout*, nuint, NeuronStatus>)Find(library, "nrt_get_instance_info");
        TensorInfo = (delegate* unmanaged<nint, NrtTensorInfoArrayLayout**, NeuronStatus>)Find(library, "nrt_get_model_tensor_info");
        FreeTensorInfo = (delegate* unmanaged<NrtTensorInfoArrayLayout*, NeuronStatus>)Find(library, "nrt_free_model_tensor_info");
        ModelInfo = (delegate* unmanaged<nint, NrtModelInfoLayout*, nuint, nuint*, NeuronStatus>)Find(library, "nrt_get_model_info");
        MemoryStatistics = (delegate* unmanaged<uint, NrtMemoryLayout*, nuint, nuint*, NeuronStatus>)Find(library, "nrt_get_vnc_memory_stats");
        StatusText = (delegate* unmanaged<int, byte*>)Find(library, "nrt_get_status_as_str");

        // A core is what nrt_load takes: a logical one, which on Trn2 may be two physical ones.
        VisibleCores = (delegate* unmanaged<uint*, NeuronStatus>)FindEither(library, "nrt_get_visible_vnc_count", "nrt_get_visible_nc_count");
        TotalCores = (delegate* unmanaged<uint*, NeuronStatus>)FindEither(library, "nrt_get_total_vnc_count", "nrt_get_total_nc_count");
    }

    private static nint Find(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;

    private static nint FindEither(nint library, string name, string other) =>
        Find(library, name) is not 0 and var found ? found : Find(library, other);
}

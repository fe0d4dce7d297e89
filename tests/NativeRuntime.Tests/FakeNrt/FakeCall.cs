namespace NeuronActors.FakeNrt;

/// <summary>The calls of the fake that can be scripted.</summary>
internal static class FakeCall
{
    public const string Init = "nrt_init";
    public const string Load = "nrt_load";
    public const string Unload = "nrt_unload";
    public const string Execute = "nrt_execute";
    public const string TensorInfo = "nrt_get_model_tensor_info";
    public const string ModelInfo = "nrt_get_model_info";
    public const string AllocateSet = "nrt_allocate_tensor_set";
    public const string AddToSet = "nrt_add_tensor_to_tensor_set";
    public const string AllocateTensor = "nrt_tensor_allocate";
    public const string Read = "nrt_tensor_read";
    public const string Write = "nrt_tensor_write";
    public const string Memory = "nrt_get_vnc_memory_stats";
    public const string Version = "nrt_get_version";
    public const string Instance = "nrt_get_instance_info";
    public const string TotalCount = "nrt_get_total_vnc_count";
    public const string VisibleCount = "nrt_get_visible_vnc_count";

    /// <summary>In the order in which the fake counts them.</summary>
    public static readonly string[] All =
    [
        Init, Load, Unload, Execute, TensorInfo, ModelInfo, AllocateSet, AddToSet, AllocateTensor, Read, Write, Memory, Version, Instance,
        TotalCount, VisibleCount,
    ];
}

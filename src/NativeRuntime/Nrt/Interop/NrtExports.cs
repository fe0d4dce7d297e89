using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// Every call of libnrt that this library knows, by its exported name: those that it cannot do without, those that only a feature needs,
/// and those that it names for a report and never calls.
/// </summary>
internal static class NrtExports
{
    public static readonly ImmutableArray<string> Required =
    [
        "nrt_init", "nrt_close", "nrt_get_visible_nc_count", "nrt_get_total_nc_count", "nrt_load", "nrt_unload", "nrt_execute",
        "nrt_allocate_tensor_set", "nrt_destroy_tensor_set", "nrt_add_tensor_to_tensor_set", "nrt_tensor_allocate", "nrt_tensor_free",
        "nrt_tensor_read", "nrt_tensor_write",
    ];

    /// <summary>What a feature needs; it is there only with all of its calls.</summary>
    public static readonly ImmutableArray<(NrtFeature Feature, ImmutableArray<string> Names)> Optional =
    [
        (NrtFeature.Version, ["nrt_get_version"]),
        (NrtFeature.InstanceInfo, ["nrt_get_instance_info"]),
        (NrtFeature.LogicalCores, ["nrt_get_total_vnc_count", "nrt_get_visible_vnc_count"]),
        (NrtFeature.TensorInfo, ["nrt_get_model_tensor_info", "nrt_free_model_tensor_info"]),
        (NrtFeature.ModelInfo, ["nrt_get_model_info"]),
        (NrtFeature.MemoryStatistics, ["nrt_get_vnc_memory_stats"]),
        (NrtFeature.StatusTexts, ["nrt_get_status_as_str"]),
    ];
}

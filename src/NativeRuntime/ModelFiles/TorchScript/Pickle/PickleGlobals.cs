namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// The names that may stand in a pickle of TorchScript, and what each is good for. Everything else is refused, whether it would be called
/// or only stands there.
/// </summary>
internal static class PickleGlobals
{
    /// <summary>The module that the classes of an archive are in.</summary>
    public const string ArchiveModule = "__torch__";

    private static readonly Dictionary<string, PickleGlobalKind> Known = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = PickleGlobalKind.Dictionary,
        ["torch._utils._rebuild_tensor"] = PickleGlobalKind.Tensor,
        ["torch._utils._rebuild_tensor_v2"] = PickleGlobalKind.Tensor,
        ["torch._utils._rebuild_tensor_v3"] = PickleGlobalKind.Tensor,
        ["torch.jit._pickle.restore_type_tag"] = PickleGlobalKind.Typed,
        ["torch.jit._pickle.build_intlist"] = PickleGlobalKind.Typed,
        ["torch.jit._pickle.build_doublelist"] = PickleGlobalKind.Typed,
        ["torch.jit._pickle.build_boollist"] = PickleGlobalKind.Typed,
        ["torch.jit._pickle.build_tensorlist"] = PickleGlobalKind.Typed,
        ["torch._utils._rebuild_qtensor"] = PickleGlobalKind.Opaque,
        ["torch._utils._rebuild_sparse_tensor"] = PickleGlobalKind.Opaque,
        ["torch._utils._rebuild_sparse_csr_tensor"] = PickleGlobalKind.Opaque,
        ["torch._utils._rebuild_meta_tensor_no_storage"] = PickleGlobalKind.Opaque,
        ["torch._utils._rebuild_parameter"] = PickleGlobalKind.Opaque,
        ["torch.serialization._get_layout"] = PickleGlobalKind.Opaque,
        ["torch.device"] = PickleGlobalKind.Opaque,
        ["torch.per_tensor_affine"] = PickleGlobalKind.Opaque,
        ["torch.per_channel_affine"] = PickleGlobalKind.Opaque,
        ["torch.per_channel_affine_float_qparams"] = PickleGlobalKind.Opaque,
        ["builtins.complex"] = PickleGlobalKind.Opaque,
    };

    /// <summary>What a name is good for; null for one that is refused.</summary>
    public static PickleGlobalKind? Find(string module, string name)
    {
        if (Known.TryGetValue($"{module}.{name}", out var kind)) return kind;

        var isOfArchive = module == ArchiveModule || module.StartsWith($"{ArchiveModule}.", StringComparison.Ordinal);
        if (isOfArchive && IsDotted(module) && IsDotted(name)) return PickleGlobalKind.Class;

        var isStorage = module is "torch" or "torch.storage" && name.EndsWith("Storage", StringComparison.Ordinal) && name.All(char.IsAsciiLetterOrDigit);
        return isStorage ? PickleGlobalKind.Storage : null;
    }

    private static bool IsDotted(string name) =>
        name.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_'));
}

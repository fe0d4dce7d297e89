using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>The memory of tensors: an entry of the archive.</summary>
/// <param name="elementType">The name of the storage's class: <c>ByteStorage</c>.</param>
/// <param name="key">The name of the entry within its folder.</param>
/// <param name="count">How many elements it has.</param>
internal sealed class PickleStorage(string elementType, string key, long count) : PickleValue
{
    public string ElementType => elementType;

    public string Key => key;

    public long Count => count;

    /// <summary>How many bytes an element takes; null for a type that is not known.</summary>
    public int? Width => elementType switch
    {
        "ByteStorage" or "CharStorage" or "BoolStorage" or "UntypedStorage" => 1,
        "ShortStorage" or "HalfStorage" or "BFloat16Storage" => 2,
        "IntStorage" or "FloatStorage" => 4,
        "LongStorage" or "DoubleStorage" => 8,
        _ => null,
    };

    /// <summary>What its elements are; null for a type that has no name here.</summary>
    public ElementType? Element => elementType switch
    {
        "ByteStorage" => Tensors.ElementType.UInt8,
        "CharStorage" => Tensors.ElementType.Int8,
        "BoolStorage" => Tensors.ElementType.Bool,
        "ShortStorage" => Tensors.ElementType.Int16,
        "HalfStorage" => Tensors.ElementType.Float16,
        "BFloat16Storage" => Tensors.ElementType.BFloat16,
        "IntStorage" => Tensors.ElementType.Int32,
        "FloatStorage" => Tensors.ElementType.Float32,
        "LongStorage" => Tensors.ElementType.Int64,
        "DoubleStorage" => Tensors.ElementType.Float64,
        _ => null,
    };

    public override string Kind => "a storage";
}

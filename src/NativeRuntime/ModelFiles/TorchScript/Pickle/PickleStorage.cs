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

    public override string Kind => "a storage";
}

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>What a name that may stand in a pickle is good for.</summary>
internal enum PickleGlobalKind
{
    /// <summary>A class of the archive: objects of it hold their state as data.</summary>
    Class,

    /// <summary><c>collections.OrderedDict</c>.</summary>
    Dictionary,

    /// <summary>A tensor, from storage, offset, shape and strides.</summary>
    Tensor,

    /// <summary>A list with a type, or any value with the text of its type: the value itself.</summary>
    Typed,

    /// <summary>The element type of a storage.</summary>
    Storage,

    /// <summary>A value of PyTorch that has no meaning here: a device, a complex number, a quantised tensor.</summary>
    Opaque,
}

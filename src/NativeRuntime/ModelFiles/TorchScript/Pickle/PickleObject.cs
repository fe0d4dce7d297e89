namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>An object of a class of the archive: the name of the class, and its state as data.</summary>
internal sealed class PickleObject(PickleGlobal type, PickleValue arguments) : PickleValue
{
    public PickleGlobal Class => type;

    /// <summary>What it was given when it was made; mostly an empty tuple.</summary>
    public PickleValue Arguments => arguments;

    /// <summary>What it holds: a dictionary of attributes for a module, anything for a class with a way of its own. Null where nothing was set.</summary>
    public PickleValue? State { get; set; }

    public override IEnumerable<PickleValue> Children => State is null ? [arguments] : [arguments, State];

    public override string Kind => $"an object of {type.QualifiedName}";
}

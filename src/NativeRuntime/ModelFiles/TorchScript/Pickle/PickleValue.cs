namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// One value of a pickle, as plain data. Values may hold each other in circles, so they are compared by identity, and whoever walks them
/// remembers where he was.
/// </summary>
internal abstract class PickleValue
{
    /// <summary>What is directly within it.</summary>
    public virtual IEnumerable<PickleValue> Children => [];

    /// <summary>What it is, for error messages.</summary>
    public abstract string Kind { get; }
}

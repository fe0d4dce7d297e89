namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>A function while it is followed: its variables, and what it may return.</summary>
internal sealed class ForwardFrame(string file)
{
    public string File => file;

    public Dictionary<string, CodeValue> Variables { get; set; } = new(StringComparer.Ordinal);

    public List<CodeValue> Returned { get; } = [];
}

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>The code of an archive is not as expected; turned into the error of its file by whoever reads it.</summary>
internal sealed class CodeException : Exception
{
    public CodeException(int line, string message)
        : base($"line {line}: {message}")
    {
    }

    public CodeException(string message)
        : base(message)
    {
    }
}

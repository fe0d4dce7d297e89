namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>A model file or folder is missing, damaged, or of no kind that is known. The message names the path and the reason.</summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Makes one for a path.</summary>
    public ModelFileException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The file or folder that could not be read.</summary>
    public string Path { get; }
}

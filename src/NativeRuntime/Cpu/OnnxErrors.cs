using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// The one place where a failure of ONNX Runtime becomes one of ours. Its exception keeps the code to itself and shows it in the text
/// only, as <c>[ErrorCode:InvalidArgument] …</c>; that it has no memory it says in words alone.
/// </summary>
internal static class OnnxErrors
{
    private const string InvalidArgument = "[ErrorCode:InvalidArgument]";

    private static readonly string[] NoMemory = ["Failed to allocate memory", "bad_alloc", "bad allocation", "Out of memory"];

    public static NeuronRuntimeException AtLoad(OnnxRuntimeException error, string path, VisibleCoreIndex? core)
    {
        var kind = SaysNoMemory(error) ? RuntimeErrorKind.OutOfResources : RuntimeErrorKind.UnsupportedModel;
        var reason = OnnxFileTypes.FindUnsupported(path) is { } found ? $"{found}; {TextOf(error)}" : TextOf(error);
        return new NeuronRuntimeException(kind, "load", $"{path}: {reason}", core, status: null, error);
    }

    public static NeuronRuntimeException AtLoad(UnsupportedTensorException error, string path, VisibleCoreIndex? core) =>
        new(RuntimeErrorKind.UnsupportedModel, "load", $"{path}: {error.Message}", core, status: null, error);

    public static NeuronRuntimeException NoSuchFile(string path, VisibleCoreIndex? core) =>
        new(RuntimeErrorKind.UnsupportedModel, "load", $"{path}: there is no such file", core, status: null);

    public static NeuronRuntimeException AtExecute(OnnxRuntimeException error, VisibleCoreIndex core)
    {
        var kind = SaysNoMemory(error) ? RuntimeErrorKind.OutOfResources
            : error.Message.StartsWith(InvalidArgument, StringComparison.Ordinal) ? RuntimeErrorKind.BadRequest
            : RuntimeErrorKind.Unknown;
        return new NeuronRuntimeException(kind, "execute", TextOf(error), core, status: null, error);
    }

    private static string TextOf(OnnxRuntimeException error) => error.Message.Trim();

    private static bool SaysNoMemory(OnnxRuntimeException error) =>
        Array.Exists(NoMemory, words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}

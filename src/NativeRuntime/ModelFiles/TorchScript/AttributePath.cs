using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>
/// The way from a module to something in it: <c>encoder.model</c>. Bounded, because a file may hold itself and go down into itself without an
/// end, and every step would copy a longer path.
/// </summary>
internal static class AttributePath
{
    private const int Longest = 4096;

    /// <summary>The path of an attribute of what has a path.</summary>
    /// <exception cref="CodeException">It becomes too long.</exception>
    public static string Join(string path, string name) => Bounded(path.Length == 0 ? name : $"{path}.{name}");

    /// <summary>The path of an item of what has a path.</summary>
    /// <exception cref="CodeException">It becomes too long.</exception>
    public static string Item(string path, string which) => Bounded($"{path}[{which}]");

    private static string Bounded(string path) =>
        path.Length <= Longest ? path : throw new CodeException($"an attribute path is longer than {Longest} characters");
}

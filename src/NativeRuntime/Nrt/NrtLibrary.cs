using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// The device library, or the reason why there is none. To look for it costs nothing and initialises nothing, and a machine without it is an
/// ordinary machine.
/// </summary>
public sealed class NrtLibrary
{
    /// <summary>The name by which the loader finds it.</summary>
    public const string FileName = "libnrt.so.1";

    /// <summary>Where AWS's package puts it.</summary>
    public const string InstalledPath = "/opt/aws/neuron/lib/libnrt.so.1";

    private NrtLibrary(string? path, string? notSupportedReason)
    {
        Path = path;
        NotSupportedReason = notSupportedReason;
    }

    /// <summary>Whether it is there and has everything that is needed.</summary>
    public bool IsSupported => NotSupportedReason is null;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? NotSupportedReason { get; }

    /// <summary>The name or path under which it was found; null when none was.</summary>
    public string? Path { get; }

    /// <summary>Its version; null when it does not say, or there is none.</summary>
    public NrtVersion? Version { get; private init; }

    /// <summary>What it can do of what only some versions can.</summary>
    public ImmutableArray<NrtFeature> Features { get; private init; } = [];

    /// <summary>The exports, required or optional, that it has not.</summary>
    public ImmutableArray<string> MissingExports { get; private init; } = [];

    internal NrtCalls? Calls { get; private init; }

    /// <summary>Looks for it: where it is said to be, or else by the loader's rules, or else at <see cref="InstalledPath"/>.</summary>
    /// <param name="configuredPath">Its file; null when nobody said.</param>
    public static NrtLibrary Find(string? configuredPath = null)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return new NrtLibrary(null, $"libnrt is for 64-bit Linux, and this is {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}");
        }

        List<string> reasons = [];
        foreach (var candidate in configuredPath is null ? (string[])[FileName, InstalledPath] : [configuredPath])
        {
            try
            {
                return Bind(candidate, NativeLibrary.Load(candidate));
            }
            catch (Exception unusable) when (unusable is DllNotFoundException or BadImageFormatException)
            {
                reasons.Add(LoaderText(unusable.Message));
            }
        }

        return new NrtLibrary(null, $"libnrt could not be loaded: {string.Join("; ", reasons)}");
    }

    /// <summary>How many cores the machine has, whatever the environment says.</summary>
    /// <returns>The number, or the reason why the library does not tell it.</returns>
    public (int? Count, string? Reason) CountCores()
    {
        if (Calls is null) return (null, NotSupportedReason);

        var (status, count) = Calls.TotalCores();
        return status == Errors.NeuronStatus.Success ? (count, null) : (null, Calls.Error(status, "start", null, "the cores could not be counted").Message);
    }

    private static NrtLibrary Bind(string path, nint library)
    {
        ImmutableArray<string> lacking = [.. NrtExports.Required.Where(name => !Has(library, name))];
        ImmutableArray<string> missing = [.. lacking, .. NrtExports.Optional.SelectMany(each => each.Names).Where(name => !Has(library, name))];
        if (!lacking.IsEmpty)
        {
            return new NrtLibrary(path, $"{path} lacks {string.Join(", ", lacking)}: it is no libnrt, or one that this version does not know") { MissingExports = missing };
        }

        var calls = new NrtCalls(new NrtApi(library));
        return new NrtLibrary(path, null)
        {
            Calls = calls,
            Version = calls.Version(),
            MissingExports = missing,
            Features = [.. NrtExports.Optional.Where(each => each.Names.All(name => Has(library, name))).Select(each => each.Feature)],
        };
    }

    private static bool Has(nint library, string name) => NativeLibrary.TryGetExport(library, name, out _);

    // The runtime's message is a paragraph of advice; what the loader said is its last line.
    private static string LoaderText(string message) => message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
}

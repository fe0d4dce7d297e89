using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Node.Doctor;

/// <summary>Whether driver and library go together, as far as AWS's release notes say.</summary>
internal static class VersionPair
{
    /// <summary>What is wrong with the two; null when nothing is, or a version is not known.</summary>
    public static Finding? Judge(string? driver, NrtVersion? library)
    {
        if (library is null || !Version.TryParse(driver, out var module)) return null;

        var runtime = new Version((int)Math.Min(library.Major, int.MaxValue), (int)Math.Min(library.Minor, int.MaxValue));
        if (runtime >= new Version(2, 32) && module < new Version(2, 27))
        {
            return new Finding("versions", FindingState.Wrong, $"libnrt {library} does not work with drivers up to 2.26, and this is {driver}", "Update aws-neuronx-dkms");
        }

        return module >= new Version(2, 29) && runtime < new Version(2, 33)
            ? new Finding("versions", FindingState.Wrong, $"driver {driver} needs a libnrt of at least 2.33, and this is {library}", "Update aws-neuronx-runtime-lib")
            : null;
    }
}

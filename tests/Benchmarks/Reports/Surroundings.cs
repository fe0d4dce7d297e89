using System.Runtime;
using System.Runtime.InteropServices;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>What the numbers depend on besides the program.</summary>
internal sealed record Surroundings(string Machine, string Runtime, string Build, string Settings)
{
    public static Surroundings Of(string hocon) => new(
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        $"{RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC",
        IsOptimized ? "Release" : "Debug: the numbers mean nothing",
        hocon.Length == 0 ? "the product's defaults" : string.Join("; ", hocon.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

    private static bool IsOptimized =>
#if DEBUG
        false;
#else
        true;
#endif
}

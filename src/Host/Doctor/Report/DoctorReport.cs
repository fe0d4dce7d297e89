using NeuronActors.Node.Doctor.Sysfs;
using NeuronActors.Node.Doctor.Trial;

namespace NeuronActors.Node.Doctor.Report;

/// <summary>All that was found on a machine. Beyond the paths that were given, nothing in it names the machine, its user or its addresses.</summary>
/// <param name="Machine">Operating system, processors, this program.</param>
/// <param name="Driver">The kernel module.</param>
/// <param name="Devices">The devices that it shows.</param>
/// <param name="Library">The device library.</param>
/// <param name="VisibleCores">The physical ids of the cores that a process would use; null when that cannot be said.</param>
/// <param name="Environment">The variables that decide it.</param>
/// <param name="Trial">What came of running a file; null when none was given.</param>
/// <param name="Findings">What all that means.</param>
internal sealed record DoctorReport(
    MachineFacts Machine,
    DriverFacts Driver,
    ImmutableArray<DeviceFacts> Devices,
    LibraryFacts Library,
    ImmutableArray<int>? VisibleCores,
    ImmutableSortedDictionary<string, string> Environment,
    TrialResult? Trial,
    ImmutableArray<Finding> Findings)
{
    /// <summary>Whether everything works that is needed.</summary>
    public bool Ok => Findings.All(finding => finding.State != FindingState.Wrong);
}

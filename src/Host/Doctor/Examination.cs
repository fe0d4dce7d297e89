using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.Node.Doctor.Report;
using NeuronActors.Node.Doctor.Sysfs;
using NeuronActors.Node.Doctor.Trial;

namespace NeuronActors.Node.Doctor;

/// <summary>Looks at everything, from the kernel upwards, and judges it.</summary>
internal static class Examination
{
    public static DoctorReport Of(DoctorOptions options, Func<string, string?> environment)
    {
        var sysfs = new NeuronSysfs(options.Root);
        var (driver, devices) = (sysfs.ReadDriver(), sysfs.ReadDevices());
        var library = NrtLibrary.Find(options.Library);
        var facts = LibraryFacts.Of(library);
        var variables = EnvironmentFacts.Read(environment);
        var total = facts.Cores ?? devices.Sum(device => device.Cores.Length);
        var (visible, visibleFinding) = Visible(environment, total);

        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(JudgeDriver(driver));
        findings.AddRange(DeviceJudge.Judge(devices, driver.IsLoaded));
        findings.AddRange(Judge(facts));
        if (VersionPair.Judge(driver.Version, library.Version) is { } misfit) findings.Add(misfit);
        findings.Add(visibleFinding);
        findings.AddRange(EnvironmentFacts.Judge(variables));

        // Without a library there is nothing to try, and that has been said.
        var trial = options.Neff is { } neff && library.IsSupported ? TrialRun.Of(options.Library, neff) : null;
        findings.AddRange(Judge(trial, options.Neff));
        return new DoctorReport(MachineFacts.Here(), driver, devices, facts, visible, variables, trial, findings.ToImmutable());
    }

    private static Finding JudgeDriver(DriverFacts driver) => driver.IsLoaded
        ? new Finding("driver", FindingState.Ok, $"the module neuron is loaded, version {driver.Version ?? "unknown"}")
        : new Finding("driver", FindingState.Wrong, "the kernel module neuron is not loaded", "Install aws-neuronx-dkms, then: sudo modprobe neuron");

    private static IEnumerable<Finding> Judge(LibraryFacts library)
    {
        if (library.NotSupportedReason is { } reason)
        {
            yield return new Finding("library", FindingState.Wrong, reason, "Install aws-neuronx-runtime-lib, or name the file with --library");
            yield break;
        }

        yield return new Finding("library", FindingState.Ok, $"{library.Path}, version {library.Version ?? "unknown"}");
        if (library.MissingExports.Length > 0)
        {
            yield return new Finding(
                "library", FindingState.Note, $"it lacks {string.Join(", ", library.MissingExports)}; what needs these is switched off", "A newer aws-neuronx-runtime-lib has them");
        }

        if (library.Cores is not > 0)
        {
            yield return new Finding(
                "cores", FindingState.Wrong, $"the library finds no NeuronCore{(library.CoresReason is { } why ? $": {why}" : "")}", "Look at driver and devices above, and at libnrt's log (journalctl)");
        }
    }

    private static (ImmutableArray<int>? Cores, Finding Finding) Visible(Func<string, string?> environment, int total)
    {
        if (total < 1) return (null, new Finding("visible cores", FindingState.Note, "how many cores there are is not known, so the environment cannot be held against it"));

        try
        {
            var cores = VisibleCores.Resolve(environment, option: null, Math.Min(total, VisibleCores.MaximumCount), total);
            var text = cores.Length == 1 ? $"core {cores[0].PhysicalId} of {total}" : $"cores {cores[0].PhysicalId} to {cores[^1].PhysicalId} of {total}";
            return ([.. cores.Select(core => core.PhysicalId.Value)], new Finding("visible cores", FindingState.Ok, $"a process takes {text}"));
        }
        catch (VisibleCoresException wrong)
        {
            return (null, new Finding("visible cores", FindingState.Wrong, wrong.Message, $"Correct {wrong.Setting}, or unset it to take all {total} cores"));
        }
    }

    private static IEnumerable<Finding> Judge(TrialResult? trial, string? neff) => trial switch
    {
        { Failure: { } failure } => [Failed(failure)],
        not null => trial.Subgraphs.Select(subgraph => Judge(subgraph, Path.GetFileName(neff)!, trial.Subgraphs.Length)),
        _ when neff is not null => [new Finding("trial", FindingState.Wrong, $"{Path.GetFileName(neff)} was not tried, because there is no library to try it with")],
        _ => [new Finding("trial", FindingState.Note, "nothing was loaded", "Add --neff FILE to load and run one; it takes the visible cores meanwhile")],
    };

    private static Finding Judge(SubgraphTrial trial, string file, int count)
    {
        var what = count == 1 ? file : $"{trial.Name} of {file}";
        return trial.Failure is { } failure
            ? Failed(count == 1 ? failure : $"{trial.Name}: {failure}")
            : new Finding("trial", FindingState.Ok, $"{what} was loaded, run {trial.Runs} times and unloaded");
    }

    private static Finding Failed(string failure) =>
        new("trial", FindingState.Wrong, failure, "What stands above comes first; then libnrt's log: NEURON_RT_LOG_LEVEL=INFO NEURON_RT_LOG_LOCATION=console");
}

using System.Text.Json;
using NeuronActors.FakeNrt;
using NeuronActors.Node.Tests.Nrt;

namespace NeuronActors.Node.Tests.Doctor;

/// <summary>The doctor as a process, on made-up machines and the stand-in for libnrt.</summary>
public sealed class DoctorSpecs : IDisposable
{
    private readonly NeuronMachine _machine = new();
    private readonly TemporaryFolder _folder = new();

    [StandInFact]
    public async Task On_a_laptop_it_says_what_is_missing_and_what_to_do_next()
    {
        var run = await RunAsync([], "doctor", "--root", _machine.Root, "--library", "/nowhere/libnrt.so.1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[WRONG] driver         the kernel module neuron is not loaded", run.Output, StringComparison.Ordinal);
        Assert.Contains("→ Install aws-neuronx-dkms", run.Output, StringComparison.Ordinal);
        Assert.Contains("[WRONG] devices", run.Output, StringComparison.Ordinal);
        Assert.Contains("[WRONG] library        libnrt could not be loaded: /nowhere/libnrt.so.1", run.Output, StringComparison.Ordinal);
        Assert.Contains("→ Install aws-neuronx-runtime-lib", run.Output, StringComparison.Ordinal);
        Assert.Contains("Something that is needed does not work", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [StandInFact]
    public async Task On_a_sound_machine_it_loads_runs_and_measures_and_ends_well()
    {
        var neff = DigitNeff.Make().WriteTo(_folder.At("mnist.neff"));

        var run = await RunAsync(
            new() { ["FAKE_NRT_TIMES"] = "200,1000,300", ["NEURON_RT_VISIBLE_CORES"] = "4-5" },
            "doctor", "--root", Sound().Root, "--library", FakeLibrary.Path, "--neff", neff);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("[ ok  ] driver         the module neuron is loaded, version 2.29.5.0", run.Output, StringComparison.Ordinal);
        Assert.Contains("[ ok  ] devices        2 devices with 4 cores, trn1.32xlarge", run.Output, StringComparison.Ordinal);
        Assert.Contains("[ ok  ] visible cores  a process takes cores 4 to 5 of 32", run.Output, StringComparison.Ordinal);
        Assert.Contains("[ ok  ] trial          mnist.neff was loaded, run 100 times and unloaded", run.Output, StringComparison.Ordinal);
        Assert.Contains("NEURON_RT_VISIBLE_CORES=4-5", run.Output, StringComparison.Ordinal);
        Assert.Contains("image FP32 [1, 1, 28, 28] → logits FP32 [1, 10]", run.Output, StringComparison.Ordinal);
        Assert.Contains("Everything that is needed works.", run.Output, StringComparison.Ordinal);
    }

    [StandInFact]
    public async Task The_report_to_send_on_is_one_object_with_the_measures_and_without_secrets()
    {
        var neff = DigitNeff.Make().WriteTo(_folder.At("mnist.neff"));

        var run = await RunAsync(
            new()
            {
                ["FAKE_NRT_TIMES"] = "200,1000,300",
                ["NEURON_RT_NUM_CORES"] = "2",
                ["NEURON_RT_ROOT_COMM_ID"] = "10.1.2.3:4567",
                ["NEURON_API_TOKEN"] = "swordfish",
                ["AWS_SECRET_ACCESS_KEY"] = "swordfish",
            },
            "doctor", "--root", Sound().Root, "--library", FakeLibrary.Path, "--neff", neff, "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain("swordfish", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", run.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(run.Output);
        var (root, trial) = (report.RootElement, report.RootElement.GetProperty("trial"));
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal("2.34.10.0", root.GetProperty("library").GetProperty("version").GetString());
        Assert.Equal("2", root.GetProperty("environment").GetProperty("NEURON_RT_NUM_CORES").GetString());
        Assert.Equal(2, root.GetProperty("visible_cores").GetArrayLength());
        Assert.Equal(2, root.GetProperty("devices").GetArrayLength());
        var subgraph = Assert.Single(trial.GetProperty("subgraphs").EnumerateArray());
        Assert.Equal("mnist", subgraph.GetProperty("name").GetString());
        Assert.True(subgraph.GetProperty("write_microseconds").GetDouble() >= 200);
        Assert.True(subgraph.GetProperty("execute_microseconds").GetDouble() >= 1000);
        Assert.True(subgraph.GetProperty("read_microseconds").GetDouble() >= 300);
        Assert.True(subgraph.GetProperty("p99_microseconds").GetDouble() >= subgraph.GetProperty("p50_microseconds").GetDouble());
        Assert.Contains("ok", root.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("state").GetString()));
    }

    [StandInFact]
    public async Task Without_a_file_it_touches_no_core()
    {
        // Whatever initialises the library with this script fails.
        var run = await RunAsync(
            new() { ["FAKE_NRT_SCRIPT"] = "nrt_init,-1,1,-1,0,6" }, "doctor", "--root", Sound().Root, "--library", FakeLibrary.Path);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("→ Add --neff FILE", run.Output, StringComparison.Ordinal);
    }

    [StandInTheory]
    [InlineData("nrt_init,-1,1,-1,0,6", "HardwareError (6)")]
    [InlineData("nrt_load,-1,1,-1,0,10", "UnsupportedNeffVersion (10)")]
    [InlineData("nrt_execute,-1,1,-1,0,1202", "CoreError (1202)")]
    public async Task A_step_that_fails_is_said_with_its_status(string script, string status)
    {
        var neff = DigitNeff.Make().WriteTo(_folder.At("mnist.neff"));

        var run = await RunAsync(
            new() { ["FAKE_NRT_SCRIPT"] = script }, "doctor", "--root", Sound().Root, "--library", FakeLibrary.Path, "--neff", neff);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[WRONG] trial", run.Output, StringComparison.Ordinal);
        Assert.Contains(status, run.Output, StringComparison.Ordinal);
    }

    [StandInFact]
    public async Task Every_subgraph_of_a_file_is_tried_and_the_exit_status_says_whether_all_of_them_ran()
    {
        string[] arguments = ["doctor", "--root", Sound().Root, "--library", FakeLibrary.Path, "--neff", Two()];

        var sound = await RunAsync([], arguments);
        var second = await RunAsync(new() { ["FAKE_NRT_SCRIPT"] = "nrt_load,-1,2,1,0,10" }, [.. arguments, "--json"]);
        var first = await RunAsync(new() { ["FAKE_NRT_SCRIPT"] = "nrt_execute,-1,1,1,0,1202" }, arguments);

        Assert.True(sound.ExitCode == 0, sound.Output + sound.Error);
        Assert.Contains("[ ok  ] trial          features of two was loaded, run 100 times and unloaded", sound.Output, StringComparison.Ordinal);
        Assert.Contains("[ ok  ] trial          classifier of two was loaded, run 100 times and unloaded", sound.Output, StringComparison.Ordinal);

        Assert.Equal(1, second.ExitCode);
        using var report = JsonDocument.Parse(second.Output);
        var trial = report.RootElement.GetProperty("trial");
        Assert.False(trial.GetProperty("ok").GetBoolean());
        Assert.Equal(["features", "classifier"], trial.GetProperty("subgraphs").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Equal([100, 0], trial.GetProperty("subgraphs").EnumerateArray().Select(each => each.GetProperty("runs").GetInt32()));
        Assert.Contains("UnsupportedNeffVersion (10)", trial.GetProperty("subgraphs")[1].GetProperty("failure").GetString(), StringComparison.Ordinal);

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("[WRONG] trial          features: execute on NeuronCore 0 failed with CoreError (1202)", first.Output, StringComparison.Ordinal);
        Assert.Contains("[ ok  ] trial          classifier of two was loaded", first.Output, StringComparison.Ordinal);
    }

    [StandInFact]
    public async Task Whatever_is_wrong_with_devices_environment_and_versions_is_said()
    {
        _machine.WithDriver("2.26.1.0").WithDevice(0, memoryPerCategory: 1 << 20, uncorrected: 3).WithDevice(1, hasNode: false);

        var run = await RunAsync(
            new() { ["NEURON_RT_VISIBLE_CORES"] = "0-3,5", ["NEURONCORE_GROUP_SIZES"] = "2" },
            "doctor", "--root", _machine.Root, "--library", FakeLibrary.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("neuron0 has 3 uncorrected memory errors", run.Output, StringComparison.Ordinal);
        Assert.Contains("/dev has no neuron1", run.Output, StringComparison.Ordinal);
        Assert.Contains("[note ] memory         4 MiB in use on 2 cores", run.Output, StringComparison.Ordinal);
        Assert.Contains("libnrt 2.34.10.0 does not work with drivers up to 2.26", run.Output, StringComparison.Ordinal);
        Assert.Contains("cores must be contiguous, and 4 is missing after 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("NEURONCORE_GROUP_SIZES is set and has no effect here", run.Output, StringComparison.Ordinal);
    }

    [StandInFact]
    public async Task A_library_without_the_optional_exports_is_good_enough_and_described()
    {
        var neff = DigitNeff.Make().WriteTo(_folder.At("mnist.neff"));

        var run = await RunAsync([], "doctor", "--root", Sound().Root, "--library", FakeLibrary.BarePath, "--neff", neff);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("it lacks nrt_get_version, nrt_get_instance_info", run.Output, StringComparison.Ordinal);
    }

    [StandInFact]
    public async Task A_file_that_is_none_is_named()
    {
        var run = await RunAsync([], "doctor", "--root", Sound().Root, "--library", FakeLibrary.Path, "--neff", _folder.At("nothing.neff"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no such file or folder", run.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    private string Two()
    {
        Directory.CreateDirectory(_folder.At("two"));
        DigitNeff.Make().WriteTo(_folder.At("two/features.neff"));
        DigitNeff.Make().WriteTo(_folder.At("two/classifier.neff"));
        File.WriteAllText(_folder.At("two/model.json"), """{ "subgraphs": [ { "name": "features", "file": "features.neff" }, { "name": "classifier", "file": "classifier.neff" } ] }""");
        return _folder.At("two");
    }

    private NeuronMachine Sound() => _machine.WithDriver().WithDevice(0).WithDevice(1);

    private static Task<NodeProcess> RunAsync(Dictionary<string, string> environment, params string[] arguments) => NodeProcess.RunAsync(environment, arguments);
}

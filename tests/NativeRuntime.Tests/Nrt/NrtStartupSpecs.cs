using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtStartupSpecs : NrtSpec
{
    [StandInFact]
    public void It_says_what_it_runs_on_and_shows_and_logs_it()
    {
        Assert.Equal("libnrt 2.34.10.0 on trn1.32xlarge, 2 cores", Runtime.Description);
        Assert.Equal("NCv2", Runtime.Instance?.Architecture);
        Assert.Contains(Notices, notice => notice.Kind == NrtNoticeKind.Started && notice.Text == $"{Runtime.Description}, from {FakeLibrary.Path}");
        Assert.Equal(2, Runtime.ExecutionSlotsPerCore);
        AssertWorks();
    }

    [StandInFact]
    public void The_environment_of_dotnet_reaches_the_library()
    {
        var runtime = Start(Options with { CoreCount = null }, ("NEURON_RT_VISIBLE_CORES", "5-7"));

        Assert.Equal([5, 6, 7], runtime.Cores.Select(core => core.PhysicalId.Value));
        Assert.Equal([0, 1, 2], runtime.Cores.Select(core => core.Index.Value));
        AssertWorks(runtime.Load(Affine(), new VisibleCoreIndex(2)));
    }

    [StandInFact]
    public void Without_a_word_every_core_of_the_machine_is_taken()
    {
        FakeLibrary.SetCores(6);

        Assert.Equal(6, Start(Options with { CoreCount = null }).Cores.Length);
    }

    [StandInFact]
    public void A_count_in_the_environment_lets_the_driver_choose_and_that_is_said()
    {
        FakeLibrary.SetTaken(0, taken: true);

        var runtime = Start(Options, ("NEURON_RT_NUM_CORES", "3"));

        Assert.Equal(3, runtime.Cores.Length);
        Assert.Contains(Notices, notice => notice.Kind == NrtNoticeKind.Environment && notice.Text.Contains("NEURON_RT_NUM_CORES", StringComparison.Ordinal));
        AssertWorks();
    }

    [StandInFact]
    public void What_an_earlier_runtime_set_is_gone_for_the_next()
    {
        Start(Options with { CoreCount = 2 });
        FakeLibrary.SetCores(4);
        Runtime.Dispose();
        FakeLibrary.Reset();

        Assert.Equal(32, Start(Options with { CoreCount = null }).Cores.Length);
    }

    [StandInFact]
    public void Busy_cores_are_waited_for()
    {
        FakeLibrary.SetTaken(1, taken: true);
        var said = new List<string>();
        var runtime = Start(Options with
        {
            InitTimeout = TimeSpan.FromSeconds(20),
            Notify = notice =>
            {
                if (notice.Kind == NrtNoticeKind.WaitingForCores) said.Add(notice.Text);

                // The other process goes when we have been refused for the second time.
                if (notice.Kind == NrtNoticeKind.WaitingForCores && FakeLibrary.Counts.CallsOf(FakeCall.Init) == 2) FakeLibrary.SetTaken(1, taken: false);
            },
        });

        Assert.Equal(3, FakeLibrary.Counts.CallsOf(FakeCall.Init));
        Assert.Equal(2, said.Count);
        Assert.Contains("Tried again in 0.1 s", said[0], StringComparison.Ordinal);
        Assert.Contains("Tried again in 0.2 s", said[1], StringComparison.Ordinal);
        Assert.Equal(2, runtime.Cores.Length);
        AssertWorks();
    }

    [StandInFact]
    public void Cores_that_stay_busy_are_given_up_with_their_names_and_what_to_look_at()
    {
        FakeLibrary.SetTaken(1, taken: true);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Start(Options with { InitTimeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal((RuntimeErrorKind.Unknown, NeuronStatus.Failure), (refused.Kind, refused.Status));
        Assert.Contains("Does another process hold any of cores 0 to 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(FakeLibrary.Counts.CallsOf(FakeCall.Init) - 1, Notices.Count(notice => notice.Kind == NrtNoticeKind.WaitingForCores));
        Assert.NotEmpty(Notices);
        FakeLibrary.SetTaken(1, taken: false);
        AssertWorks();
    }

    [StandInFact]
    public void What_waiting_cannot_mend_is_not_waited_for()
    {
        FakeLibrary.Fail(FakeCall.Init, (int)NeuronStatus.HardwareError);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Start(Options with { InitTimeout = TimeSpan.FromHours(1) }));

        Assert.Equal(RuntimeErrorKind.DeviceFault, refused.Kind);
        AssertWorks();
    }

    [StandInFact]
    public void A_machine_without_a_device_is_told_so()
    {
        FakeLibrary.SetCores(0);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Start(Options with { InitTimeout = TimeSpan.FromHours(1) }));

        Assert.Equal(RuntimeErrorKind.LifeCycle, refused.Kind);
        Assert.Contains("no NeuronCore was found", refused.Message, StringComparison.Ordinal);
        FakeLibrary.SetCores(2);
        AssertWorks();
    }

    [StandInFact]
    public void Malformed_cores_are_refused_before_the_library_is_initialised()
    {
        Assert.Throws<VisibleCoresException>(() => Start(Options, ("NEURON_RT_VISIBLE_CORES", "0-3,5")));

        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Init));
        AssertWorks();
    }

    [StandInFact]
    public void A_change_after_the_library_is_initialised_is_refused()
    {
        var first = Runtime;

        var refused = Assert.Throws<NeuronRuntimeException>(() => new NrtRuntime(Options with { CoreCount = 1 }));

        Assert.Equal(RuntimeErrorKind.LifeCycle, refused.Kind);
        Assert.Equal(1, FakeLibrary.Counts.Inits);
        AssertWorks(first.Load(Affine(), Core1));
    }

    [StandInFact]
    public void After_its_end_the_library_itself_refuses_to_start_again()
    {
        Runtime.Dispose();

        var refused = Assert.Throws<NeuronRuntimeException>(() => Start());

        Assert.Equal((RuntimeErrorKind.LifeCycle, NeuronStatus.Closed), (refused.Kind, refused.Status));
        FakeLibrary.Reset();
        AssertWorks();
    }

    [StandInFact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("CoreCount", () => Start(Options with { CoreCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("ExecutionSlotsPerCore", () => Start(Options with { ExecutionSlotsPerCore = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("ExecutionTimeout", () => Start(Options with { ExecutionTimeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>("InitTimeout", () => Start(Options with { InitTimeout = TimeSpan.FromSeconds(-1) }));
        AssertWorks();
    }
}

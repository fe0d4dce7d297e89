using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtEnvironmentSpecs
{
    private static readonly NrtRuntimeOptions Plain = new() { ExecutionTimeout = TimeSpan.FromSeconds(1.5) };

    [Fact]
    public void With_nothing_said_the_process_takes_every_core_and_the_execution_time_out_is_set_all_the_same()
    {
        var environment = Of(Plain);

        Assert.Equal(32, environment.Cores.Length);
        Assert.Null(environment.Variables["NEURON_RT_VISIBLE_CORES"]);
        Assert.Null(environment.Variables["NEURON_RT_NUM_CORES"]);
        Assert.Null(environment.Variables["NEURON_RT_LOG_LEVEL"]);
        Assert.Equal("2", environment.Variables["NEURON_RT_EXEC_TIMEOUT"]);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(4, "0-3")]
    public void A_number_of_cores_is_claimed_by_name_so_that_the_physical_ids_are_known(int count, string variable)
    {
        var environment = Of(Plain with { CoreCount = count, LogLevel = NrtLogLevel.Warn });

        Assert.Equal(variable, environment.Variables["NEURON_RT_VISIBLE_CORES"]);
        Assert.Equal("WARN", environment.Variables["NEURON_RT_LOG_LEVEL"]);
        Assert.False(environment.ChoosesCores);
    }

    [Fact]
    public void What_the_environment_has_comes_first_and_reaches_the_library_as_it_is()
    {
        var environment = Of(
            Plain with { CoreCount = 2, LogLevel = NrtLogLevel.Info },
            ("NEURON_RT_VISIBLE_CORES", "4-5,6"), ("NEURON_RT_EXEC_TIMEOUT", "7"), ("NEURON_RT_LOG_LEVEL", "info"), ("NEURON_FAIL_ON_NAN", "1"), ("PATH", "/bin"));

        Assert.Equal([4, 5, 6], environment.Cores.Select(core => core.PhysicalId.Value));
        Assert.Equal("4-5,6", environment.Variables["NEURON_RT_VISIBLE_CORES"]);
        Assert.Equal("7", environment.Variables["NEURON_RT_EXEC_TIMEOUT"]);
        Assert.Equal("1", environment.Variables["NEURON_FAIL_ON_NAN"]);
        Assert.DoesNotContain("PATH", environment.Variables.Keys);
        Assert.Equal(["NEURON_RT_EXEC_TIMEOUT"], environment.Overruled);
    }

    [Fact]
    public void A_number_of_cores_in_the_environment_is_left_to_the_driver()
    {
        var environment = Of(Plain with { CoreCount = 8 }, ("NEURON_RT_NUM_CORES", "2"));

        Assert.True(environment.ChoosesCores);
        Assert.Equal(2, environment.Cores.Length);
        Assert.Null(environment.Variables["NEURON_RT_VISIBLE_CORES"]);
        Assert.Equal("2", environment.Variables["NEURON_RT_NUM_CORES"]);
    }

    [Fact]
    public void A_blank_variable_counts_as_none()
    {
        var environment = Of(Plain with { CoreCount = 2 }, ("NEURON_RT_VISIBLE_CORES", " "), ("NEURON_RT_NUM_CORES", "0"));

        Assert.Equal("0-1", environment.Variables["NEURON_RT_VISIBLE_CORES"]);
    }

    [Fact]
    public void Cores_that_the_machine_has_not_are_refused_by_the_name_of_the_variable()
    {
        var refused = Assert.Throws<VisibleCoresException>(() => Of(Plain, ("NEURON_RT_VISIBLE_CORES", "30-33")));

        Assert.Equal("NEURON_RT_VISIBLE_CORES", refused.Setting);
    }

    private static NrtEnvironment Of(NrtRuntimeOptions options, params (string Name, string Value)[] given) =>
        new(options, given.ToDictionary(pair => pair.Name, pair => pair.Value), totalCores: 32);
}

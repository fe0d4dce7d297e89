namespace NeuronActors.Node.Tests.CommandLine;

public sealed class CommandLineSpecs
{
    [Fact]
    public async Task Help_describes_the_program_and_has_an_example_of_each_command()
    {
        var run = await NodeProcess.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("An actor runtime for AWS NeuronCores", run.Output, StringComparison.Ordinal);
        Assert.Contains("neuron-actors demo --cores 8", run.Output, StringComparison.Ordinal);
        Assert.Contains("neuron-actors doctor --neff model.neff", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Help_of_a_command_describes_its_options_and_has_an_example()
    {
        var run = await NodeProcess.RunAsync("demo", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 to 128. [default: 4]", run.Output, StringComparison.Ordinal);
        Assert.Contains("--runtime <cpu|nrt|simulated>", run.Output, StringComparison.Ordinal);
        Assert.Contains("Example:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_it_shows_help_and_says_by_its_exit_code_that_nothing_was_done()
    {
        var run = await NodeProcess.RunAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dmeo", "'dmeo' is no command. Did you mean 'demo'?")]
    [InlineData("zebra", "'zebra' is no command.")]
    [InlineData("demo --coers 5", "'--coers' is no option. Did you mean '--cores'?")]
    [InlineData("demo 5", "'5' is more than 'demo' takes.")]
    [InlineData("demo --cores x", "--cores is 'x', and must be a number from 4 to 128.")]
    [InlineData("demo --cores 3", "--cores is '3', and must be a number from 4 to 128.")]
    [InlineData("demo --runtime nrt", "--runtime nrt needs --model: the digit net as a NEFF, compiled for this machine.")]
    [InlineData("demo --model mnist.neff", "--model and --nrt-library are for --runtime nrt.")]
    [InlineData("doctor --nef x", "'--nef' is no option. Did you mean '--neff'?")]
    [InlineData("demo --runtime simulatd", "Argument 'simulatd' not recognized")]
    public async Task A_mistake_is_named_in_one_sentence(string arguments, string sentence)
    {
        var run = await NodeProcess.RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}

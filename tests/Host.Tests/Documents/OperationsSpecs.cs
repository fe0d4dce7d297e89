using System.Text.RegularExpressions;
using NeuronActors.Node.Serve.Settings;

namespace NeuronActors.Node.Tests.Documents;

/// <summary>What the documents and the deployment files tell an operator to set can be set.</summary>
public sealed partial class OperationsSpecs
{
    // Options of other programs, in lines of commands.
    private static readonly string[] Foreign = ["--rm", "--device", "--system", "--home-dir", "--shell", "--now", "--help"];

    [Theory]
    [InlineData("docs/operations.md")]
    [InlineData("docs/metrics.md")]
    public void An_option_that_a_page_names_exists(string page)
    {
        var named = Option().Matches(Documents.Read(page)).Select(match => match.Value).Except(Foreign).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, option => Assert.Contains(option, ServeSettings.All.Select(setting => setting.Option)));
    }

    [Theory]
    [InlineData("docs/operations.md")]
    [InlineData("deploy/Dockerfile")]
    [InlineData("deploy/neuron-actors.service")]
    [InlineData("deploy/kubernetes.yaml")]
    public void A_variable_that_a_file_sets_exists(string file)
    {
        var named = Variable().Matches(Documents.Read(file)).Select(match => match.Value).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, variable => Assert.Contains(variable, ServeSettings.All.Select(setting => setting.Variable)));
    }

    [Fact]
    public void The_time_until_the_kill_is_longer_than_the_drain()
    {
        var manifest = Documents.Read("deploy/kubernetes.yaml");
        var grace = int.Parse(Regex.Match(manifest, @"terminationGracePeriodSeconds: (\d+)").Groups[1].Value, null);
        var drain = Regex.Matches(manifest, @"_(?:DRAIN_DELAY|SHUTDOWN_TIMEOUT)\s+value: (\d+)s").Sum(match => int.Parse(match.Groups[1].Value, null));
        Assert.Equal(70, drain);
        Assert.True(grace > drain);

        var unit = int.Parse(Regex.Match(Documents.Read("deploy/neuron-actors.service"), @"TimeoutStopSec=(\d+)").Groups[1].Value, null);
        Assert.True(unit > 60);
    }

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex("NEURON_ACTORS_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();
}

using NeuronActors.Fuzz;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

/// <summary>A bounded run of the fuzzer. The long one: <c>dotnet run -c Release --project tests/Fuzz -- --minutes 10</c>.</summary>
public sealed class FuzzSpecs
{
    private const int Seed = 20;

    public static TheoryData<string> Targets => [.. FuzzTargets.All().Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_reader_bears_whatever_it_is_given(string name)
    {
        var run = new FuzzRun(FuzzTargets.All().Single(target => target.Name == name), Seed);

        run.Run(soFar => soFar.Tried == 1000);

        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings));
        Assert.Equal(1000, run.Tried);
        Assert.InRange(run.Accepted, 1, 999);
    }
}

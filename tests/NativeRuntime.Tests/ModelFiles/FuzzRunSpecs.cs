using NeuronActors.Fuzz;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

/// <summary>The fuzzer finds what it is for.</summary>
public sealed class FuzzRunSpecs
{
    [Fact]
    public void A_refusal_is_no_finding_and_any_other_exception_is()
    {
        Assert.Empty(Try(_ => throw new ModelFileException("net.pt", "damaged")).Findings);
        Assert.Contains("InvalidOperationException", Try(_ => throw new InvalidOperationException("odd")).Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_beyond_the_limit_is_a_finding()
    {
        var finding = Assert.Single(Try(_ => GC.KeepAlive(new byte[200 * 1024 * 1024])).Findings);

        Assert.Equal("--target net --seed 3 --only 4: it allocated 200 MiB for 1 bytes", $"{finding}");
    }

    [Fact]
    public void An_input_is_the_same_whatever_was_tried_before_it()
    {
        var seen = new List<byte>();
        var run = new FuzzRun(new FuzzTarget("net", random => [(byte)random.Next(256)], input => seen.Add(input[0])), seed: 3);

        run.Run(soFar => soFar.Tried == 10);
        run.Try(4);

        Assert.Equal(seen[4], seen[10]);
        Assert.True(seen.Distinct().Count() > 5);
    }

    private static FuzzRun Try(Action<byte[]> read)
    {
        var run = new FuzzRun(new FuzzTarget("net", _ => [1], read), seed: 3);
        run.Try(4);
        return run;
    }
}

using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using NeuronActors.FakeNrt;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Nrt.Interop;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Nrt;

/// <summary>
/// A system with the runtime on the stand-in for libnrt. After each spec nothing is left in the library, no rule of it was broken, and it is
/// closed.
/// </summary>
public abstract class NrtSystemSpec : TestKit
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Base = """
        akka.loglevel = WARNING
        neuron.core.watchdog-interval = 20ms
        neuron.core.probe-interval = 20ms
        neuron.core.probe-interval-max = 200ms
        """;

    protected NrtSystemSpec(ITestOutputHelper output, string hocon = "")
        : base(Setup(hocon), output: output) => Cores = NeuronCores.Get(Sys);

    protected NeuronCores Cores { get; }

    /// <summary>A folder of models: <c>echo.neff</c>, whose <c>y</c> is its <c>x</c>, one INT64, and <c>chain</c>, two of the kind in a row.</summary>
    protected string Folder { get; } = Models();

    protected static NamedTensor X(long value) => new("x", Tensor.From([value]));

    protected override void AfterAll()
    {
        CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Patience).GetAwaiter().GetResult();
        base.AfterAll();
        Directory.Delete(Folder, recursive: true);
        AssertLeftBehind(FakeLibrary.Counts);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, NrtHandle.Finalised);
    }

    /// <summary>What may be left: nothing, unless a spec is about that.</summary>
    internal virtual void AssertLeftBehind(FakeCounts counts)
    {
        Assert.Equal("", FakeLibrary.Violation);
        Assert.Equal((0, 1, 1), (counts.Alive, counts.Inits, counts.Closes));
    }

    private static ActorSystemSetup Setup(string hocon)
    {
        // Both together are what a new process is: a spec of a hang leaves the library open for good, as the product must.
        FakeLibrary.Reset();
        NrtProcess.Closed();
        return ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(hocon).WithFallback(Base)),
            new NeuronCoresSetup
            {
                Runtime = () => new NrtRuntime(new NrtRuntimeOptions { LibraryPath = FakeLibrary.Path, CoreCount = 4, InitTimeout = TimeSpan.Zero }),
            });
    }

    private static string Models()
    {
        var folder = Directory.CreateTempSubdirectory("neuron-actors-").FullName;
        ToyNeff.Identity(ElementType.Int64, 1).WriteTo(Path.Combine(folder, "echo.neff"));
        var chain = Directory.CreateDirectory(Path.Combine(folder, "chain")).FullName;
        new ToyNeff().Input("x", ElementType.Int64, [1]).Output("middle", ElementType.Int64, [1], "copy 0").WriteTo(Path.Combine(chain, "first.neff"));
        new ToyNeff().Input("middle", ElementType.Int64, [1]).Output("y", ElementType.Int64, [1], "copy 0").WriteTo(Path.Combine(chain, "second.neff"));
        File.WriteAllText(
            Path.Combine(chain, "model.json"),
            """{ "subgraphs": [{ "name": "first", "file": "first.neff" }, { "name": "second", "file": "second.neff" }] }""");
        return folder;
    }
}

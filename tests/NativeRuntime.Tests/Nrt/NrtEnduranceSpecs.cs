using System.Diagnostics;
using System.Globalization;
using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Tensors;
using Xunit.Abstractions;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>
/// Again and again, with memory flat. The long run is
/// <c>NEURON_NRT_LOADS=10000 NEURON_NRT_EXECUTIONS=1000000 dotnet test tests/NativeRuntime.Tests -c Release --filter NrtEndurance</c>.
/// </summary>
public sealed class NrtEnduranceSpecs(ITestOutputHelper output) : NrtSpec
{
    // What a process may grow by without anybody leaking: it was seen to grow by 10 to 20 MB, as heaps are not given back at once. A leak of
    // 100 bytes for each execution of the long run would be more; the counts of the library find those of its objects at once.
    private const long Slack = 64L << 20;
    private const long ManagedSlack = 1L << 20;

    [StandInFact]
    public void Loads_and_unloads_leave_no_trace()
    {
        var file = Affine();
        Steady(Times("NEURON_NRT_LOADS", 500), () => Runtime.Load(file, Core1).Unload());

        Assert.Equal(0, FakeLibrary.Counts.Alive);
        Assert.Equal(0, Runtime.GetMemory(Core1).UsedBytes);
    }

    [StandInFact]
    public void Executions_leave_no_trace()
    {
        var replica = Runtime.Load(Affine(), Core0);
        var alive = FakeLibrary.Counts.Alive;
        NamedTensor[] question = [X(1, 2, 3, 4)];
        Steady(Times("NEURON_NRT_EXECUTIONS", 50_000), () => replica.Execute(question));

        Assert.Equal(alive, FakeLibrary.Counts.Alive);
        AssertWorks(replica);
    }

    private void Steady(int times, Action work)
    {
        // The first tenth brings everything to its size.
        for (var i = 0; i < times / 10; i++) work();
        var (managed, process) = (Managed(), Private());
        for (var i = 0; i < times; i++) work();

        var (grown, all) = (Managed() - managed, Private() - process);
        output.WriteLine($"{times:#,##0} times: managed heap {grown:#,##0} bytes, process {all:#,##0} bytes more");
        Assert.True(grown < ManagedSlack, $"The managed heap grew by {grown} bytes.");
        Assert.True(all < Slack, $"The process grew by {all} bytes.");
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Private()
    {
        using var self = Process.GetCurrentProcess();
        return self.PrivateMemorySize64;
    }

    private static int Times(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : otherwise;
}

using System.Diagnostics;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Node.Doctor.Trial;

/// <summary>Starts the runtime, loads every subgraph of a file onto visible core 0, runs it on zeros and measures it.</summary>
internal static class TrialRun
{
    private const int ForNothing = 10;
    private const int Runs = 100;

    public static TrialResult Of(string? library, string neff)
    {
        List<string> notices = [];
        var result = new TrialResult();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            using var runtime = new NrtRuntime(new NrtRuntimeOptions { LibraryPath = library, Notify = notice => notices.Add($"{notice.Kind}: {notice.Text}") });
            result = result with
            {
                Runtime = runtime.Description,
                StartMilliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds,
                Memory = [.. runtime.Cores.Select(core => runtime.GetMemory(core.Index))],
            };
            var package = ModelFile.Read(neff);
            if (package.Subgraphs.IsEmpty) throw new ModelFileException(package.Path, "it has no Neuron subgraph");

            // One after the other: what one leaves behind, or that it hangs, shows in the next.
            foreach (var subgraph in package.Subgraphs) result = result with { Subgraphs = result.Subgraphs.Add(Try(runtime, subgraph)) };
        }
        catch (Exception failure) when (failure is NeuronRuntimeException or VisibleCoresException or ModelFileException)
        {
            result = result with { Failure = failure.Message };
        }

        return result with { Notices = [.. notices] };
    }

    private static SubgraphTrial Try(NrtRuntime runtime, SubgraphFile file)
    {
        var trial = new SubgraphTrial(file.Name);
        ILoadedSubgraph? replica = null;
        try
        {
            var begun = Stopwatch.GetTimestamp();
            replica = runtime.Load(file, runtime.Cores[0].Index);
            trial = trial with
            {
                LoadMilliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds,
                MemoryBytes = replica.MemoryBytes,
                Inputs = [.. replica.Signature.Inputs.Select(input => input.ToString())],
                Outputs = [.. replica.Signature.Outputs.Select(output => output.ToString())],
            };
            trial = Run(runtime, replica, trial);
        }
        catch (NeuronRuntimeException failure)
        {
            trial = trial with { Failure = failure.Message };
        }

        try
        {
            replica?.Unload();
            return trial;
        }
        catch (NeuronRuntimeException failure)
        {
            return trial with { Failure = trial.Failure ?? failure.Message };
        }
    }

    private static SubgraphTrial Run(NrtRuntime runtime, ILoadedSubgraph replica, SubgraphTrial trial)
    {
        NamedTensor[] zeros = [.. replica.Signature.Inputs.Select(input => new NamedTensor(input.Name, Zeros(input)))];
        for (var i = 0; i < ForNothing; i++) replica.Execute(zeros);

        var before = runtime.GetStepTimes(replica.Core);
        var took = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            replica.Execute(zeros);
            took[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        var after = runtime.GetStepTimes(replica.Core);
        Array.Sort(took);
        return trial with
        {
            Runs = Runs,
            WriteMicroseconds = (after.Write - before.Write).TotalMicroseconds / Runs,
            ExecuteMicroseconds = (after.Execute - before.Execute).TotalMicroseconds / Runs,
            ReadMicroseconds = (after.Read - before.Read).TotalMicroseconds / Runs,
            P50Microseconds = took[Runs / 2],
            P99Microseconds = took[Runs * 99 / 100],
        };
    }

    private static Tensor Zeros(TensorSpec input) =>
        new(input.ElementType, input.Shape, new byte[checked((int)(input.Shape.ElementCount * input.ElementType.Size()))]);
}

using System.Globalization;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>
/// The subject's end of the pipe: it says where it listens, then answers each line, <c>usage</c> or <c>collect</c>, with what it has used, until
/// the pipe ends.
/// </summary>
internal static class SubjectLoop
{
    public const string Usage = "usage";
    public const string Collect = "collect";

    public static async Task RunAsync(ISubject subject, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"{subject.Rest} {subject.Grpc}");
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var heap = GC.GetTotalMemory(forceFullCollection: line == Collect);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.Ticks} {Environment.WorkingSet} {heap}"));
        }
    }
}

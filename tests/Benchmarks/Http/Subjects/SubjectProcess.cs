using System.Diagnostics;
using System.Globalization;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>A server in a process of its own, this program started once more, with the garbage collector as the node program has it.</summary>
internal sealed class SubjectProcess : IAsyncDisposable
{
    public const string Node = "node";
    public const string Bare = "bare";
    public const string Echo = "echo";

    private readonly Process _process;

    private SubjectProcess(Process process, string addresses)
    {
        _process = process;
        Uri[] uris = [.. addresses.Split(' ').Select(address => new Uri(address))];
        (Rest, Grpc) = (uris[0], uris[1]);
    }

    public Uri Rest { get; }

    public Uri Grpc { get; }

    /// <param name="kind">Which server.</param>
    /// <param name="settings">Of a node: settings as on the command line, <c>cores=2</c>.</param>
    public static async Task<SubjectProcess> StartAsync(string kind, params string[] settings)
    {
        string[] sets = settings.Length == 0 ? [] : ["--set", .. settings];
        var start = new ProcessStartInfo("dotnet", [typeof(SubjectProcess).Assembly.Location, "subject", kind, .. sets])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        return line is not null ? new SubjectProcess(process, line) : throw new InvalidOperationException($"The {kind} did not start.");
    }

    /// <summary>What it has used up to now.</summary>
    /// <param name="collect">Whether it collects its garbage first.</param>
    public async Task<Usage> UsageAsync(bool collect = false)
    {
        await _process.StandardInput.WriteLineAsync(collect ? SubjectLoop.Collect : SubjectLoop.Usage);
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server under load has ended.");
        long[] numbers = [.. line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new Usage(TimeSpan.FromTicks(numbers[0]), numbers[1], numbers[2]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

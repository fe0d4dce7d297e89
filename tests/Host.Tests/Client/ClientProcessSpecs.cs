using System.Diagnostics;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client;

/// <summary>The built program as a shell runs it: pipes, the environment, a terminal.</summary>
public sealed class ClientProcessSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static string Program => $"dotnet {Path.Combine(AppContext.BaseDirectory, "neuron-actors.dll")}";

    [Fact]
    public async Task An_array_goes_in_by_one_pipe_and_out_by_another()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        var (code, output, error) = await ShellAsync(node, $"{Program} infer mnist --input image=- --output logits=- < {SampleFiles.Seven} | od -An -c | head -1");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("N U M P Y", string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_node_may_be_named_in_the_environment_and_the_exit_code_tells_the_kind_of_failure()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        var (code, output, error) = await ShellAsync(node, $"{Program} move nobody --start-nc 0");

        Assert.Equal((5, ""), (code, output));
        Assert.EndsWith("'neuron-actors models' lists what there is.", error.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_takes_the_screen_of_a_terminal_and_gives_it_back_on_q()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));

        // The key is typed ahead: the terminal keeps it until somebody reads.
        var (code, output, _) = await ShellAsync(node, $"printf q | TERM=xterm-256color NO_COLOR= script -qec '{Program} top --interval 200ms' /dev/null");

        Assert.Equal(0, code);
        Assert.Contains("\u001b[?1049h", output, StringComparison.Ordinal);
        Assert.Contains("mnist", output, StringComparison.Ordinal);
        Assert.True(output.LastIndexOf("\u001b[?1049l", StringComparison.Ordinal) > output.LastIndexOf("mnist", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> ShellAsync(TestNode node, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -o pipefail; {line}"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["NEURON_ACTORS_URL"] = node.Http.ToString();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It did not end within {Patience}: {line}");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Documents;

/// <summary>
/// "Mutual TLS between nodes" of <c>docs/operations.md</c>, followed with its own commands in a folder that is gone with this; only which node,
/// and where, is put in.
/// </summary>
internal sealed partial class TlsRecipe : IDisposable
{
    private const string Which = "node=n1 address=IP:10.0.0.11";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("neuron-recipe-").FullName;
    private readonly string[] _steps = Steps();

    /// <summary>Makes the CA.</summary>
    public Task MakeAuthorityAsync() => RunAsync(_steps[0]);

    /// <summary>Makes the certificate of a node at the loopback address, and checks it as the page does.</summary>
    public async Task<TlsSettings> MakeNodeAsync(string node)
    {
        Assert.Contains(Which, _steps[1], StringComparison.Ordinal);
        var which = $"node={node} address=IP:127.0.0.1";
        await RunAsync(_steps[1].Replace(Which, which, StringComparison.Ordinal));
        var check = await RunAsync($"{which}\n{_steps[2]}");
        Assert.Contains($"{node}.pem: OK", check, StringComparison.Ordinal);
        Assert.Contains("IP Address:127.0.0.1", check, StringComparison.Ordinal);
        return new TlsSettings(At("ca.pem"), At($"{node}.pem"), At($"{node}.key"));
    }

    /// <summary>Asks a port of a node, with the files of another one, whether TLS is on; what was said.</summary>
    public Task<string> IsOnAsync(string node, int port) =>
        RunAsync(string.Create(CultureInfo.InvariantCulture, $"node={node} host=127.0.0.1 port={port}\n{_steps[3]}"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Steps()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "repository", "docs", "operations.md"));
        var section = Section().Match(page);
        Assert.True(section.Success, "docs/operations.md has no section 'Mutual TLS between nodes'.");
        string[] steps = [.. Block().Matches(section.Value).Select(block => block.Groups[1].Value)];
        Assert.Equal(4, steps.Length);
        return steps;
    }

    private string At(string file) => Path.Combine(_folder, file);

    private async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-eu");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using var shell = Process.Start(start)!;
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync().WaitAsync(Longest);
        var said = await output + await errors;
        Assert.True(shell.ExitCode == 0, $"{script}\nended with {shell.ExitCode} and said:\n{said}");
        return said;
    }

    [GeneratedRegex(@"^## Mutual TLS between nodes$.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

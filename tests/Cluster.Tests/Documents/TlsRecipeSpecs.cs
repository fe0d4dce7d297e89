using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NeuronActors.Cluster.Tests.Security;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Documents;

/// <summary>Follows "Mutual TLS between nodes" of <c>docs/operations.md</c> with its own commands; only which node, and where, is put in.</summary>
public sealed partial class TlsRecipeSpecs : IDisposable
{
    private const string Which = "node=n1 address=IP:10.0.0.11";

    private readonly string _folder = Directory.CreateTempSubdirectory("neuron-recipe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OpenSslFact]
    public async Task Nodes_with_certificates_of_the_recipe_talk_on_both_ports_and_its_checks_say_so()
    {
        var steps = Steps();
        Assert.Equal(4, steps.Length);
        await RunAsync(steps[0]);
        TlsSettings[] files = [await MakeNodeAsync("n1"), await MakeNodeAsync("n2")];

        await using var first = SecurePeer.Of(files[0]);
        await using var second = SecurePeer.Of(files[1]);
        Assert.Equal("hello", await second.AskAsync(first));
        await using var server = await TensorServer.StartAsync(With(files[0]), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)));
        await using var channel = new TensorChannels(With(files[1])).Open(TwoNodes.EndpointAt(server.Port));
        Assert.IsType<InferCompleted>((await channel.InferAsync(TwoNodes.Request(1), CancellationToken.None)).Answer);

        foreach (var port in (int[])[first.Address.Port!.Value, server.Port])
        {
            Assert.Contains("Verification: OK", await RunAsync($"node=n2 host=127.0.0.1 port={port.ToString(CultureInfo.InvariantCulture)}\n{steps[3]}"), StringComparison.Ordinal);
        }

        async Task<TlsSettings> MakeNodeAsync(string node)
        {
            Assert.Contains(Which, steps[1], StringComparison.Ordinal);
            var which = $"node={node} address=IP:127.0.0.1";
            await RunAsync(steps[1].Replace(Which, which, StringComparison.Ordinal));
            var check = await RunAsync($"{which}\n{steps[2]}");
            Assert.Contains($"{node}.pem: OK", check, StringComparison.Ordinal);
            Assert.Contains("IP Address:127.0.0.1", check, StringComparison.Ordinal);
            return new TlsSettings(At("ca.pem"), At($"{node}.pem"), At($"{node}.key"));
        }
    }

    private static TransportSettings With(TlsSettings tls) => new() { Tls = tls, Address = "127.0.0.1" };

    private static string[] Steps()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "repository", "docs", "operations.md"));
        var section = Section().Match(page);
        Assert.True(section.Success, "docs/operations.md has no section 'Mutual TLS between nodes'.");
        return [.. Block().Matches(section.Value).Select(block => block.Groups[1].Value)];
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
        await shell.WaitForExitAsync().WaitAsync(Patience.Long);
        var said = await output + await errors;
        Assert.True(shell.ExitCode == 0, $"{script}\nended with {shell.ExitCode} and said:\n{said}");
        return said;
    }

    [GeneratedRegex(@"^## Mutual TLS between nodes$.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

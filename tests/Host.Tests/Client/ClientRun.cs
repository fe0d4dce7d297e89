using System.Text.Json;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client;

/// <summary>A command run in this process, against a node over a real socket.</summary>
internal sealed record ClientRun(int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, without line breaks and runs of spaces: what is said, and not how it is laid out.</summary>
    public string Words => string.Join(' ', Output.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<ClientRun> RunAsync(TestNode node, params string[] arguments) => RunAsync([.. arguments, "--url", node.Http.ToString()]);

    public static async Task<ClientRun> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await NodeProgram.RunAsync(arguments, output, error);
        return new ClientRun(code, Named(output), Named(error));
    }

    // The program calls itself by the name of its process, which is another one here.
    private static string Named(StringWriter text) => text.ToString().Replace(System.CommandLine.RootCommand.ExecutableName, "neuron-actors", StringComparison.Ordinal);

    /// <summary>That it did what it should, in which case it complains of nothing.</summary>
    public ClientRun Succeeded()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>That it failed with a code and one line that says something.</summary>
    public void Failed(int code, string says)
    {
        Assert.Contains(says, Error, StringComparison.Ordinal);
        Assert.Equal(code, ExitCode);
        Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", Output);
    }
}

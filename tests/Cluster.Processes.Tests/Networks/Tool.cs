using System.Diagnostics;

namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>Runs a tool of the system to its end.</summary>
internal static class Tool
{
    /// <exception cref="InvalidOperationException">It failed, and what it said.</exception>
    public static void Run(string tool, params string[] arguments)
    {
        if (Failure(tool, arguments) is { } failure) throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: {failure}");
    }

    /// <summary>Why it failed; null when it did not.</summary>
    public static string? Failure(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}

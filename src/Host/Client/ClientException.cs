using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Node.Client;

/// <summary>A command cannot do what it was asked; the message is one line for people, with what they can do about it.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without a message for people.")]
internal sealed class ClientException(string message, int exitCode = CommandLine.ExitCode.Failed) : Exception(message)
{
    /// <summary>What the program ends with.</summary>
    public int ExitCode => exitCode;

    public static ClientException Usage(string message) => new(message, CommandLine.ExitCode.Usage);
}

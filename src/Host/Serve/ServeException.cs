using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Node.Serve;

/// <summary>The node cannot start, or be configured as asked; the message is one line for people.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without a message for people.")]
internal sealed class ServeException(string message, bool isUsage = false) : Exception(message)
{
    /// <summary>Whether what was asked for makes no sense, rather than cannot be had.</summary>
    public bool IsUsage => isUsage;
}

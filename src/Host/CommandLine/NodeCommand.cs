using System.CommandLine;

namespace NeuronActors.Node.CommandLine;

/// <summary>A command of the node program, with the example that its help ends with.</summary>
internal abstract class NodeCommand(string name, string description) : Command(name, description)
{
    /// <summary>How it is called, without the program's name: <c>demo --cores 8</c>.</summary>
    public abstract string Example { get; }

    /// <summary>What only its own help shows, behind that: uses of it that not everybody has.</summary>
    public virtual IEnumerable<string> MoreExamples => [];

    /// <summary>
    /// After Ctrl-C or SIGTERM the command is cancelled, and given up after this time; null for a command that hears the signals itself.
    /// </summary>
    public virtual TimeSpan? TerminationTime => TimeSpan.FromSeconds(15);
}

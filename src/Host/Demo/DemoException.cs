using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Node.Demo;

/// <summary>The demo cannot be shown here; the message says why, to a person.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its message.")]
internal sealed class DemoException(string message) : Exception(message);

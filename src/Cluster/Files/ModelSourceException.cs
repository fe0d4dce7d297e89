using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Files;

/// <summary>A source cannot, or does not, give what was asked for; another one may.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its reason.")]
internal sealed class ModelSourceException(string message, Exception? cause = null) : Exception(message, cause);

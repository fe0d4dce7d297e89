using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Node.Serving;

/// <summary>Carries a <see cref="ServingError"/> out of code that is deep below whoever answers with it.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its error.")]
internal sealed class ServingException(ServingError error) : Exception(error.Message)
{
    public ServingError Error { get; } = error;
}

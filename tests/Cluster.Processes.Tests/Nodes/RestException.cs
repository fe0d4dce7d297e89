using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>A node said no.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without an answer.")]
internal sealed class RestException(HttpStatusCode status, string body) : Exception($"{(int)status}: {body}")
{
    public HttpStatusCode Status => status;
}

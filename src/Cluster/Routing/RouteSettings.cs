namespace NeuronActors.Cluster.Routing;

/// <summary>How requests are spread over nodes; see <c>neuron.cluster.routing</c> in the HOCON.</summary>
/// <param name="FreshFor">How long what a node said with its last answer is believed.</param>
/// <param name="SilentAfter">How long a node that owes an answer may say nothing at all before it is left out.</param>
/// <param name="ProbeInterval">How often a node that is left out is tried.</param>
/// <param name="WaitForReplica">How long a request waits for a model that is meant to be somewhere and is nowhere.</param>
internal sealed record RouteSettings(TimeSpan FreshFor, TimeSpan SilentAfter, TimeSpan ProbeInterval, TimeSpan WaitForReplica);

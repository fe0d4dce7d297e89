namespace NeuronActors.Cluster.Tests.Transport;

/// <summary>The same where small requests share one.</summary>
public sealed class SharedCallBreakSpecs() : BrokenConnectionSpecs(isShared: true);

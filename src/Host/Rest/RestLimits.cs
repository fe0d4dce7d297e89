namespace NeuronActors.Node.Rest;

/// <summary>What bounds a request.</summary>
/// <param name="MaxBodyBytes">The largest body, packed and unpacked.</param>
internal sealed record RestLimits(long MaxBodyBytes);

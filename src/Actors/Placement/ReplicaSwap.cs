namespace NeuronActors.Placement;

/// <summary>The smallest part of a move: one replica goes, one comes, or one goes while another comes.</summary>
/// <param name="From">The core that loses its replica; null when one only comes.</param>
/// <param name="To">The core that gets one; null when one only goes.</param>
internal readonly record struct ReplicaSwap(VisibleCoreIndex? From, VisibleCoreIndex? To);

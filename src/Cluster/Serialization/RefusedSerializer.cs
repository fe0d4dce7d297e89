using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>
/// Stands where Akka.NET has its serializer for everything, whose bytes name the types that are made of them. Nothing of the pool goes that
/// way, and what comes that way from another node is refused.
/// </summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Made by Akka, by the name in neuron-cluster.conf.")]
internal sealed class RefusedSerializer : Serializer
{
    /// <summary>As Akka makes it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">Those of what it stands for, which Akka hands to whatever stands under that name.</param>
    public RefusedSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <summary>The number of what it stands for.</summary>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new SerializationException(
        $"{obj.GetType().FullName} has no serializer: bind one to it in akka.actor.serialization-bindings, or set akka.actor.serializers.json to another one.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException(
        $"A message in JSON ({bytes.Length} bytes) is not taken: its bytes would say which types are made of them.");
}

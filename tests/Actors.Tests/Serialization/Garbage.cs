using Akka.Actor;
using Akka.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

/// <summary>Crosses the wire under the serializer's number and a manifest of choice, as bytes that mean nothing.</summary>
internal sealed record Garbage(string Manifest)
{
    /// <summary>Lets a system send it. What the system receives under the number still goes to the real serializer.</summary>
    public static void Bind(ActorSystem system)
    {
        var extended = (ExtendedActorSystem)system;
        var garbage = new Serializer(extended);
        system.Serialization.AddSerializer("garbage", garbage);
        system.Serialization.AddSerializationMap(typeof(Garbage), garbage);
        system.Serialization.AddSerializer("neuron", new NeuronMessageSerializer(extended));
    }

    private sealed class Serializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1717;

        public override string Manifest(object o) => ((Garbage)o).Manifest;

        public override byte[] ToBinary(object obj) => [NeuronWire.Version, 0xFF, 0xFF, 0xFF, 0x7F];

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }
}

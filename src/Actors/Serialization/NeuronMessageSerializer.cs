using Akka.Actor;
using Akka.Serialization;

namespace NeuronActors.Serialization;

internal sealed class NeuronMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 1717;

    public override byte[] ToBinary(object obj) => throw new NotSupportedException();

    public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();

    public override string Manifest(object o) => throw new NotSupportedException();
}

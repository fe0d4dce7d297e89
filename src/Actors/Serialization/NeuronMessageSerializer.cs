using Akka.Actor;
using Akka.Serialization;
using NeuronActors.Hosting;

namespace NeuronActors.Serialization;

/// <summary>
/// Puts the messages that are marked <see cref="INeuronWireMessage"/> on the wire, in the format of <see cref="NeuronWire"/>.
/// </summary>
/// <remarks>
/// Made by the actor system, by name, while that starts; so it asks for settings at its first message only. Thread-safe. Tensors are
/// copied once on the way out and once on the way in.
/// </remarks>
internal sealed class NeuronMessageSerializer : SerializerWithStringManifest
{
    private readonly Lazy<int> _limit;
    private readonly TimeProvider _clock;

    public NeuronMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
        _limit = new Lazy<int>(() => NeuronWireExtension.LimitOf(system));
        _clock = system.Settings.Setup.Get<NeuronCoresSetup>().GetOrElse(NeuronCoresSetup.Empty).Clock ?? TimeProvider.System;
    }

    /// <summary>Part of the wire format; <c>akka.actor.serialization-identifiers</c> says the same.</summary>
    public override int Identifier => 1717;

    public override string Manifest(object o) => NeuronWire.ManifestOf(o);

    /// <exception cref="MessageTooLargeException">The system talks to others, and no frame would take the message.</exception>
    public override byte[] ToBinary(object obj)
    {
        var measure = new WireWriter();
        NeuronWire.Write(ref measure, obj);
        if (measure.Length > _limit.Value) throw new MessageTooLargeException((INeuronWireMessage)obj, measure.Length, _limit.Value);

        var bytes = GC.AllocateUninitializedArray<byte>((int)measure.Length);
        var writer = new WireWriter(bytes, _clock);
        NeuronWire.Write(ref writer, obj);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest) => NeuronWire.Read(bytes, manifest, _clock);
}

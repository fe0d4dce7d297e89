using Akka.Actor;
using NeuronActors.Configuration;

namespace NeuronActors.Serialization;

/// <summary>
/// Gets an actor system ready to exchange <see cref="INeuronWireMessage"/>s, with or without a runtime of its own: settings, serializer,
/// and the check that a message of the largest size fits a frame.
/// </summary>
internal sealed class NeuronWireExtension : IExtension
{
    private const string SerializerName = "neuron";

    private NeuronWireExtension(int maxMessageBytes) => MaxMessageBytes = maxMessageBytes;

    /// <summary><c>neuron.remote.max-message-bytes</c>.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>Makes the system ready; the second time it does nothing.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">The largest message does not fit a frame of the transport.</exception>
    public static NeuronWireExtension Get(ActorSystem system) => system.WithExtension<NeuronWireExtension, Provider>();

    /// <summary>
    /// The most that a system's serializer lets through. Without remoting there is no frame to fit, and a message is serialised for
    /// nothing but the check that it could be.
    /// </summary>
    public static int LimitOf(ExtendedActorSystem system) =>
        system.Provider is LocalActorRefProvider ? Array.MaxLength : NeuronSettings.ReadMaxMessageBytes(system.Settings.Config);

    private sealed class Provider : ExtensionIdProvider<NeuronWireExtension>
    {
        public override NeuronWireExtension CreateExtension(ExtendedActorSystem system)
        {
            // Serializers are made while a system starts, from what its HOCON says at that moment. A system that starts without our
            // defaults in it gets the same binding here.
            var isBound = system.Settings.Config.HasPath($"akka.actor.serializers.{SerializerName}");
            system.Settings.InjectTopLevelFallback(NeuronSettings.Defaults());
            if (!isBound) Bind(system);

            var limit = NeuronSettings.ReadMaxMessageBytes(system.Settings.Config);
            FrameCheck.Check(system.Settings.Config, limit);
            return new NeuronWireExtension(limit);
        }

        private static void Bind(ExtendedActorSystem system)
        {
            var serializer = new NeuronMessageSerializer(system);
            system.Serialization.AddSerializer(SerializerName, serializer);
            system.Serialization.AddSerializationMap(typeof(INeuronWireMessage), serializer);
        }
    }
}

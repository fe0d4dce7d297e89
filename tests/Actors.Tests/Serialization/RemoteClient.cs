using Akka.Actor;
using Akka.Configuration;

namespace NeuronActors.Tests.Serialization;

/// <summary>Another actor system, without a runtime, that knows the entry actor of a node by its address only.</summary>
internal sealed class RemoteClient : IAsyncDisposable
{
    /// <summary>
    /// Remoting on a port of its own, where only what is bound to a serializer may cross. What does not cross is not serialised for a
    /// check: remoting's own messages would not stand it.
    /// </summary>
    public const string Remoting = """
        akka.loglevel = WARNING
        akka.actor.serialize-messages = off
        akka.actor.provider = remote
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        """;

    private RemoteClient(ActorSystem system, IActorRef entry)
    {
        System = system;
        Entry = entry;
        Neuron = new NeuronClient(system, entry);
    }

    public ActorSystem System { get; }

    public IActorRef Entry { get; }

    public NeuronClient Neuron { get; }

    public static async Task<RemoteClient> To(ActorSystem node, TimeSpan patience)
    {
        var system = ActorSystem.Create("client", ConfigurationFactory.ParseString(Remoting));
        var address = ((ExtendedActorSystem)node).Provider.DefaultAddress;
        return new RemoteClient(system, await system.ActorSelection($"{address}/user/neuron").ResolveOne(patience));
    }

    public async ValueTask DisposeAsync() => await System.Terminate();
}

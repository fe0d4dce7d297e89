using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;

namespace NeuronActors.Cluster.Tests.Security;

/// <summary>An actor system with remoting on a free loopback port, and in it an actor that answers what it hears and counts it.</summary>
internal sealed class RemotePeer : IAsyncDisposable
{
    private const string Base = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0, connection-timeout = 3s }
        akka.remote.handshake-timeout = 3s
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _heard;

    /// <param name="hocon">Its settings beside those of every node.</param>
    /// <param name="secure">Completes the setup.</param>
    public RemotePeer(string hocon, Func<ActorSystemSetup, ActorSystemSetup> secure)
    {
        var config = ConfigurationFactory.ParseString(hocon).WithFallback(Base).WithFallback(NeuronPool.DefaultConfig);
        System = ActorSystem.Create("peers", secure(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config))));
        Address = ((ExtendedActorSystem)System).Provider.DefaultAddress;
        Ear = System.ActorOf(Props.Create(() => new EarActor(this)), "ear");
        System.EventStream.Subscribe(System.ActorOf(Props.Create(() => new RefusalActor(this))), typeof(AssociationErrorEvent));
    }

    public ActorSystem System { get; }

    public Address Address { get; }

    public IActorRef Ear { get; }

    /// <summary>What came in so far.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>The words among that, in their order; of use once all have been answered.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Completes when a connection, to or from this one, has come to nothing.</summary>
    public Task Refused => _refused.Task;

    /// <summary>Sends a word to the other one, and waits for the answer.</summary>
    public Task<string> AskAsync(RemotePeer other, string word = "hello") => EarOf(other).Ask<string>(word, Patience.Long);

    /// <summary>Sends a word to the other one.</summary>
    public void Tell(RemotePeer other, object? word = null) => EarOf(other).Tell(word ?? "hello");

    public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(Patience.Long);

    // By the protocol of its own: a system without TLS has no way to an address with it, and would not even try.
    private ActorSelection EarOf(RemotePeer other) =>
        System.ActorSelection(new RootActorPath(other.Address.WithProtocol(Address.Protocol)) / "user" / "ear");

    private sealed class EarActor : ReceiveActor
    {
        public EarActor(RemotePeer peer) => ReceiveAny(word =>
        {
            Interlocked.Increment(ref peer._heard);
            if (word is not string text) return;

            peer.Words.Add(text);
            Sender.Tell(text);
        });
    }

    private sealed class RefusalActor : ReceiveActor
    {
        public RefusalActor(RemotePeer peer) => Receive<AssociationErrorEvent>(_ => peer._refused.TrySetResult());
    }
}

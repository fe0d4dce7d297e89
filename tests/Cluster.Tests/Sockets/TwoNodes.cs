using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Sockets;

/// <summary>A listener, and a channel to it over real sockets.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    public static readonly ModelName Model = new ModelName("m");

    // Asked for by nobody but this class; the handlers of specs never see it.
    private static readonly ModelName Other = new ModelName("other");

    private TwoNodes(TensorServer server, CutProxy line, TensorChannel channel)
    {
        Server = server;
        Line = line;
        Channel = channel;
        Channel.Broken += (_, _) => Interlocked.Increment(ref _breaks);
    }

    private int _breaks;

    public TensorServer Server { get; }

    /// <summary>What the channel goes through.</summary>
    public CutProxy Line { get; }

    public TensorChannel Channel { get; }

    /// <summary>How often the channel said that it is broken.</summary>
    public int Breaks => Volatile.Read(ref _breaks);

    /// <summary>Starts both.</summary>
    /// <param name="handler">The node's side; null echoes.</param>
    /// <param name="channel">The settings of the channel.</param>
    /// <param name="server">The settings of the listener; null means those of the channel.</param>
    public static async Task<TwoNodes> StartAsync(
        Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? handler = null, TransportSettings? channel = null, TransportSettings? server = null)
    {
        channel ??= new TransportSettings();
        var handle = handler ?? ((infer, _) => ValueTask.FromResult(Echo(infer)));
        var listener = await TensorServer.StartAsync(server ?? channel, (infer, ct) => infer.Model == Other ? ValueTask.FromResult(Echo(infer)) : handle(infer, ct));
        var line = new CutProxy(listener.Port);
        return new TwoNodes(listener, line, new TensorChannels(channel).Open(EndpointAt(line.Port)));
    }

    /// <summary>The same, where either every request makes a call of its own, or all small ones share one from the first that a spec sends.</summary>
    public static async Task<TwoNodes> StartAsync(
        bool isShared, Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? handler, TransportSettings? channel, TransportSettings? server)
    {
        channel ??= new TransportSettings();
        var nodes = await StartAsync(handler, Adapted(channel), Adapted(server ?? channel));
        return isShared ? await nodes.SharingAsync() : nodes;

        TransportSettings Adapted(TransportSettings settings) => isShared ? settings : settings with { MaxSharedBytes = 0 };
    }

    /// <summary>Waits until small requests share a call, which they do only once the other side has said that it takes one.</summary>
    public async Task<TwoNodes> SharingAsync()
    {
        await Channel.InferAsync(Request(1) with { Model = Other }, CancellationToken.None);
        Patience.Until(() => Channel.IsSharing, "the shared call to be open");
        return this;
    }

    public static NodeEndpoint EndpointAt(int port) => new(new NodeName("n2"), "127.0.0.1", port);

    public static Infer Request(params long[] values) => Request(Tensor.From(values));

    public static Infer Request(Tensor tensor) => new(Model, [new NamedTensor("x", tensor)]);

    public static RemoteAnswer Echo(Infer infer) =>
        new(
            new InferCompleted([.. infer.Inputs.Select(input => input with { Name = "y" })], [new VisibleCoreIndex(3)]) { RequestId = infer.RequestId },
            new NodeLoad(1, 2, 3));

    public ValueTask<RemoteAnswer> AskAsync(Infer? request = null) => Channel.InferAsync(request ?? Request(1, 2, 3), CancellationToken.None);

    /// <summary>Shows that an ordinary request is answered.</summary>
    public async Task AssertWorksAsync()
    {
        var answer = await AskAsync().AsTask().WaitAsync(Patience.Long);

        Assert.Equal([1L, 2L, 3L], Assert.IsType<InferCompleted>(answer.Answer)["y"].AsSpan<long>().ToArray());
        Patience.Until(() => Channel.InFlight is { Count: 0, Bytes: 0 } && Channel.SmallInFlight is { Count: 0, Bytes: 0 }, "the channel to be free");
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await Server.DisposeAsync();
        await Line.DisposeAsync();
    }
}

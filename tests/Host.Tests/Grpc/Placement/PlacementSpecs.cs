using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.Node.Tests.Serve;
using PlacementWire = NeuronActors.Node.Grpc.PlacementWire;

namespace NeuronActors.Node.Tests.Grpc.Placement;

/// <summary>Which cores there are, where models are, and the moves.</summary>
public sealed class PlacementSpecs : IAsyncLifetime
{
    private readonly TestRepository _repository = new TestRepository().WithIdentity("same").WithIdentity("other");
    private TestNode _node = null!;
    private long _answered;
    private GrpcChannel _channel = null!;

    private PlacementWire.PlacementService.PlacementServiceClient Client => new(_channel);

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(
            ("model-repository", _repository.Root), ("cores", "4"), ("model-control-mode", "explicit"), ("load-model", "same"));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Shows_where_a_model_is_and_moves_it()
    {
        var before = await ShowAsync();
        var moved = await Client.MoveAsync(new PlacementWire.MoveRequest { Model = "same", Cores = new PlacementWire.Cores { StartNc = 2, NcCount = 2 } });

        Assert.Equal(("same", "1", 1), (before.Model, before.Version, before.Epoch));
        Assert.Equal([0], Assert.Single(before.Subgraphs).Cores);
        var subgraph = Assert.Single(moved.Subgraphs);
        Assert.Equal(("model", 2, 2), (subgraph.Name, subgraph.StartNc, subgraph.NcCount));
        Assert.Equal([2, 3], subgraph.Cores);
        Assert.Equal(moved, await ShowAsync());
        Assert.Equal(["2", "3", "2"], await CoresOfAsync(3));
    }

    [Fact]
    public async Task Moves_to_every_core_and_by_version_subgraph_and_policy()
    {
        var everywhere = await Client.MoveAsync(new PlacementWire.MoveRequest { Model = "same", Cores = new PlacementWire.Cores { Multicore = true } });
        var one = await Client.MoveAsync(new PlacementWire.MoveRequest
        {
            Model = "same",
            Version = "1",
            Subgraph = "model",
            Cores = new PlacementWire.Cores { StartNc = 1 },
            Policy = PlacementWire.MovePolicy.LoadThenUnload,
        });

        Assert.Equal([0, 1, 2, 3], everywhere.Subgraphs[0].Cores);
        Assert.Equal([1], one.Subgraphs[0].Cores);
    }

    [Fact]
    public async Task Loads_onto_cores_and_unloads()
    {
        var loaded = await Client.LoadAsync(new PlacementWire.LoadRequest { Model = "other", Cores = new PlacementWire.Cores { StartNc = 1, NcCount = 2 } });

        Assert.Equal([1, 2], Assert.Single(loaded.Subgraphs).Cores);
        var core = (await Client.GetCoresAsync(new PlacementWire.GetCoresRequest())).Cores[1];
        Assert.Equal(("other", "1", "model", "ready"), Assert.Single(core.Replicas.Select(replica => (replica.Model, replica.Version, replica.Subgraph, replica.State))));

        await Client.UnloadAsync(new PlacementWire.UnloadRequest { Model = "other" });
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.GetPlacementAsync(new PlacementWire.GetPlacementRequest { Model = "other" }));
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.UnloadAsync(new PlacementWire.UnloadRequest { Model = "other" }));
        Assert.Equal(["0"], await CoresOfAsync(1));
    }

    [Fact]
    public async Task Shows_every_core_and_what_is_on_it()
    {
        await CoresOfAsync(3);

        var cores = await Client.GetCoresAsync(new PlacementWire.GetCoresRequest());

        Assert.Equal(("cpu", "test", 4), (cores.Runtime, cores.Node, cores.Cores.Count));
        var core = cores.Cores[0];
        Assert.Equal((0, 0, "ready", ""), (core.Index, core.PhysicalId, core.State, core.Reason));
        Assert.Equal((0, 3, 0), (core.InFlight, core.Executed, core.Failed));
        Assert.Equal("same", Assert.Single(core.Replicas).Model);
        Assert.True(core.MemoryUsed > 0);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_nothing_is_touched()
    {
        await RefusedAsync(StatusCode.InvalidArgument, "4", new PlacementWire.Cores { StartNc = 2, NcCount = 3 });
        await RefusedAsync(StatusCode.InvalidArgument, "nc", new PlacementWire.Cores { NcCount = 0 });
        await RefusedAsync(StatusCode.InvalidArgument, "-2", new PlacementWire.Cores { StartNc = -2 });
        await RefusedAsync(StatusCode.InvalidArgument, "'multicore' means every core", new PlacementWire.Cores { Multicore = true, NcCount = 2 });
        await RefusedAsync(StatusCode.InvalidArgument, "A move needs", new PlacementWire.Cores());
        await RefusedAsync(StatusCode.InvalidArgument, "A move needs", null);
        await RefusedAsync(StatusCode.InvalidArgument, "7 is no policy", new PlacementWire.Cores { StartNc = 1 }, policy: (PlacementWire.MovePolicy)7);
        await RefusedAsync(StatusCode.NotFound, "none", new PlacementWire.Cores { StartNc = 1 }, subgraph: "none");
        await RefusedAsync(StatusCode.NotFound, "No model 'none'", new PlacementWire.Cores { StartNc = 1 }, model: "none");
        var refused = await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, Client.LoadAsync(new PlacementWire.LoadRequest { Model = "same", Config = "{" }));
        Assert.Contains("no model configuration", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(["0"], await CoresOfAsync(1));
    }

    [Fact]
    public async Task Moves_under_traffic_fail_no_request()
    {
        using var end = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 8).Select(_ => SendUntilAsync(end.Token)).Append(StreamUntilAsync(end.Token)).ToArray();

        for (var move = 0; move < 20; move++)
        {
            var cores = move % 5 == 4 ? new PlacementWire.Cores { Multicore = true } : new PlacementWire.Cores { StartNc = move % 4 };
            var policy = move % 2 == 0 ? PlacementWire.MovePolicy.UnloadThenLoad : PlacementWire.MovePolicy.LoadThenUnload;
            await Client.MoveAsync(new PlacementWire.MoveRequest { Model = "same", Cores = cores, Policy = policy });

            // However fast the machine is, there is traffic between any two moves.
            var enough = Interlocked.Read(ref _answered) + senders.Length;
            await Waiting.UntilAsync(() => Task.FromResult(Interlocked.Read(ref _answered) >= enough || senders.Any(sender => sender.IsFaulted)), "requests to be answered");
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(senders), sent => Assert.True(sent > 0, "One sender was not answered at all."));
        Assert.Equal(21, (await ShowAsync()).Epoch);
    }

    private async Task<long> SendUntilAsync(CancellationToken end)
    {
        var sent = 0L;
        for (; !end.IsCancellationRequested; sent++)
        {
            Assert.Equal([sent], (await _channel.Inference().ModelInferAsync(GrpcCalls.Request("same", sent), cancellationToken: CancellationToken.None)).Floats());
            Interlocked.Increment(ref _answered);
        }

        return sent;
    }

    private async Task<long> StreamUntilAsync(CancellationToken end)
    {
        using var stream = _channel.Inference().ModelStreamInfer(cancellationToken: CancellationToken.None);
        var sent = 0L;
        for (; !end.IsCancellationRequested; sent++)
        {
            await stream.RequestStream.WriteAsync(GrpcCalls.Request("same", sent), CancellationToken.None);
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal("", stream.ResponseStream.Current.ErrorMessage);
            Assert.Equal([sent], stream.ResponseStream.Current.InferResponse.Floats());
            Interlocked.Increment(ref _answered);
        }

        await stream.RequestStream.CompleteAsync();
        return sent;
    }

    private async Task RefusedAsync(
        StatusCode status, string reason, PlacementWire.Cores? cores, string model = "same", string subgraph = "", PlacementWire.MovePolicy policy = PlacementWire.MovePolicy.Unspecified)
    {
        var move = new PlacementWire.MoveRequest { Model = model, Cores = cores, Subgraph = subgraph, Policy = policy };

        var refused = await GrpcCalls.RefusedAsync(status, Client.MoveAsync(move));

        Assert.Contains(reason, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await ShowAsync()).Epoch);
    }

    private async Task<PlacementWire.ModelPlacement> ShowAsync() => await Client.GetPlacementAsync(new PlacementWire.GetPlacementRequest { Model = "same" });

    private async Task<string[]> CoresOfAsync(int requests)
    {
        var cores = new string[requests];
        for (var i = 0; i < requests; i++) cores[i] = (await _channel.Inference().ModelInferAsync(GrpcCalls.Request("same", 1))).Core();
        return cores;
    }
}

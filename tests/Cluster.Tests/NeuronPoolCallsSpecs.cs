using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>The pool's calls for code that is no actor, and their exceptions.</summary>
public sealed class NeuronPoolCallsSpecs : PoolLab
{
    [Fact]
    public async Task A_model_is_loaded_moved_spread_and_unloaded_over_the_pool()
    {
        var pool = (await StartPool(2))[0].Pool;
        var version = pool.Table.Version;

        var loaded = await pool.LoadAsync(Fixture, PoolScope.Pool, startNc: 1, ncCount: 2, poolVersion: version);
        Assert.Equal((Echo, version, new PoolRange(1, 2)), (loaded.Model, loaded.PoolVersion, loaded.Range));
        Assert.Equal(loaded, await pool.GetPlacementAsync(Echo, PoolScope.Pool));

        Assert.Equal(new PoolRange(3, 1), (await pool.SetNeuronCoresAsync(Echo, PoolScope.Pool, startNc: 3)).Range);
        Assert.Equal(new PoolRange(0, 4), (await pool.SetMulticoreAsync(Echo, PoolScope.Pool, policy: MovePolicy.LoadThenUnload)).Range);
        Assert.Equal([Echo], (await pool.GetPlacementTableAsync()).Models.Select(model => model.Model));

        await pool.UnloadAsync(Echo, PoolScope.Pool);
        Assert.Empty((await pool.GetPlacementTableAsync()).Models);
    }

    [Fact]
    public async Task With_the_scope_of_a_node_its_own_entry_comes_as_well()
    {
        var nodes = await StartPool(2);
        var other = PoolScope.Of(nodes[1].Name);

        var loaded = await nodes[0].Pool.LoadAsync(Fixture, other, startNc: 1);

        Assert.Equal([new NodeRange(nodes[1].Name, new NcRange(1, 1))], loaded.Parts.ToArray());
        Assert.Equal(new PoolRange(3, 1), loaded.Range);
        Assert.Equal(new NcRange(1, 1), loaded.OnNode!.Subgraphs.Single().Range);
        var moved = await nodes[0].Pool.SetNeuronCoresAsync(Echo, other, startNc: 0, subgraph: "echo");
        Assert.Equal(moved.OnNode, (await nodes[0].Pool.GetPlacementAsync(Echo, other)).OnNode);
        await nodes[0].Pool.UnloadAsync(Echo, other);
        Assert.Equal(0, nodes[1].Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task A_load_takes_its_cores_from_the_innermost_context()
    {
        var pool = (await StartPool(2))[0].Pool;

        using (new NeuronCoresContext(2, 2)) Assert.Equal(new PoolRange(2, 2), (await pool.LoadAsync(Fixture, PoolScope.Pool)).Range);
        using (new MulticoreContext())
        {
            Assert.Equal(new PoolRange(0, 4), (await pool.LoadAsync(Fixture, PoolScope.Pool, new ModelName("all"))).Range);
            Assert.Equal(new PoolRange(1, 1), (await pool.LoadAsync(Fixture, PoolScope.Pool, new ModelName("one"), startNc: 1)).Range);
        }
    }

    [Fact]
    public async Task What_is_refused_is_an_exception_that_names_what_was_wrong()
    {
        var nodes = await StartPool(2);
        var pool = nodes[0].Pool;
        var here = PoolScope.ThisNode;

        var tooMany = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pool.LoadAsync(Fixture, PoolScope.Pool, ncCount: 5));
        Assert.Equal("ncCount", tooMany.ParamName);
        Assert.Contains("only 4 NeuronCores", tooMany.Message, StringComparison.Ordinal);
        var tooFar = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pool.LoadAsync(Fixture, here, startNc: 2));
        Assert.Equal("startNc", tooFar.ParamName);
        Assert.Equal(PoolRejection.ModelNotFound, (await Assert.ThrowsAsync<PoolException>(() => pool.GetPlacementAsync(Echo, PoolScope.Pool))).Reason);
        Assert.Equal(PlacementRejection.ModelNotFound, (await Assert.ThrowsAsync<PlacementException>(() => pool.UnloadAsync(Echo, here))).Reason);
        Assert.Equal(
            PoolRejection.StaleVersion,
            (await Assert.ThrowsAsync<PoolException>(() => pool.LoadAsync(Fixture, PoolScope.Pool, poolVersion: pool.Table.Version + 1))).Reason);
        Assert.Equal(
            PoolRejection.NodeNotFound,
            (await Assert.ThrowsAsync<PoolException>(() => pool.LoadAsync(Fixture, PoolScope.Of(new NodeName("n9"))))).Reason);

        nodes[1].Simulator.Faults.FailLoad(new VisibleCoreIndex(0), NeuronStatus.Resource);
        var failed = await Assert.ThrowsAsync<NeuronRuntimeException>(() => pool.LoadAsync(Fixture, PoolScope.Pool, startNc: 2));
        Assert.Equal(RuntimeErrorKind.OutOfResources, failed.Kind);
        Assert.Contains("Node n2", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing of the model is loaded.", failed.Message, StringComparison.Ordinal);
        nodes[1].Simulator.Faults.FailLoad(new VisibleCoreIndex(1), NeuronStatus.Resource);
        var onNode = await Assert.ThrowsAsync<NeuronRuntimeException>(() => pool.LoadAsync(Fixture, PoolScope.Of(nodes[1].Name), startNc: 1));
        Assert.Equal((RuntimeErrorKind.OutOfResources, "load"), (onNode.Kind, onNode.Operation));

        await pool.LoadAsync(Fixture, PoolScope.Pool, startNc: 2);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }
}

using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.Cluster.Tests.Documents;
using NeuronActors.Cluster.Transport;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>Nodes that ask each other for certificates, made by the commands of <c>docs/operations.md</c>.</summary>
public sealed class SecurePoolSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    [OpenSslFact]
    public async Task Nodes_of_one_authority_are_a_pool_and_one_of_another_or_of_none_gets_nothing_and_disturbs_nobody()
    {
        using var ours = new TlsRecipe();
        using var others = new TlsRecipe();
        await Task.WhenAll(ours.MakeAuthorityAsync(), others.MakeAuthorityAsync());
        var files = new Dictionary<string, TlsSettings> { ["n1"] = await ours.MakeNodeAsync("n1"), ["n2"] = await ours.MakeNodeAsync("n2") };
        var foreign = await others.MakeNodeAsync("n3");
        var pool = Pool(new NodeSetup { OptionsOf = name => OptionsOf(files[name]) }).WithModel(Echo, executionTime: "20ms");
        var nodes = await pool.StartAsync(LoopbackPlace.Instance, LoopbackPlace.Instance);
        await nodes[0].Rest.LoadAsync(Echo, 2, 1);
        await pool.ServesOnAsync(Echo, "n2/0");
        Assert.Equal(("n2", "0"), await nodes[0].Rest.InferAsync(Echo, 7));
        var before = (await nodes[0].Rest.PoolAsync()).Version;
        await using var traffic = StreamTraffic.Of(Echo, nodes);

        foreach (var setup in new[] { new NodeSetup { OptionsOf = _ => OptionsOf(foreign) }, new NodeSetup() })
        {
            var saidBefore = nodes.Select(node => node.Process.Lines.Count).ToArray();
            var stranger = await pool.KnockAsync("n3", setup);
            foreach (var (node, said) in nodes.Zip(saidBefore))
            {
                await node.Process.LineAsync(line => line.Contains("Refused a connection", StringComparison.Ordinal), "that it refused n3", Eventually.Patience, said);
            }

            await traffic.FlowsAsync(100);
            Assert.Empty((await stranger.Rest.PoolAsync()).Cores);
            await Assert.ThrowsAsync<RestException>(() => stranger.Rest.InferAsync(Echo, 7));
            stranger.Process.Kill();
            await stranger.Process.ExitCodeAsync(Eventually.Patience);
        }

        Say($"{await traffic.EndAsync()}");
        var after = await nodes[0].Rest.PoolAsync();
        Assert.Equal(before, after.Version);
        Assert.All(after.Cores, core => Assert.True(core.IsReachable, $"{core}"));
        Assert.Equal(("n2", "0"), await nodes[0].Rest.InferAsync(Echo, 8));
    }

    private static string[] OptionsOf(TlsSettings files) =>
        ["--cluster-certificate", files.CertificateFile, "--cluster-key", files.KeyFile, "--cluster-ca", files.CaFile];
}

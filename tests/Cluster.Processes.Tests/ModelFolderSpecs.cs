using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.NativeRuntime.Tests.Cpu;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>A real net of two files, which only one node has on its disk.</summary>
public sealed class ModelFolderSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    private const string Net = "mnist-split";
    private const int Digits = 8;

    [Fact]
    public async Task A_folder_goes_by_its_hash_to_the_node_that_is_to_run_it_and_is_right_there()
    {
        var pool = Pool(new NodeSetup { Runtime = "cpu", OnlyFirstHasModels = true }).WithFolder(Net, MnistSamples.SplitFolder);
        var nodes = await pool.StartAsync(LoopbackPlace.Instance, LoopbackPlace.Instance);

        await nodes[0].Rest.LoadAsync(Net, 2, 2);

        await pool.ServesOnAsync(Net, "n2/0", "n2/1");
        foreach (var node in nodes) await ReadsDigitsAsync(node, by: "n2");

        // What came lies under the hash of all of it, byte for byte as it was; and nothing else came.
        var brought = Assert.Single(Directory.GetDirectories(Path.Combine(pool.CacheOf(nodes[1]), "models")));
        var files = Assert.Single(Directory.GetDirectories(Path.Combine(brought, "files")));
        Assert.Equal(Path.GetFileName(brought), (await ModelFileScan.OfAsync(files, CancellationToken.None)).Id.ToString());
        foreach (var file in Directory.GetFiles(MnistSamples.SplitFolder))
        {
            Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(files, Path.GetFileName(file))));
        }

        // And home again, where nothing has to be brought.
        await nodes[1].Rest.MoveAsync(Net, 0, 1);
        await pool.ServesOnAsync(Net, "n1/0");
        foreach (var node in nodes) await ReadsDigitsAsync(node, by: "n1");
        Assert.Empty(Directory.GetDirectories(Path.Combine(pool.CacheOf(nodes[0]), "models")));
    }

    private static async Task ReadsDigitsAsync(ClusterNode node, string by)
    {
        for (var digit = 0; digit < Digits; digit++)
        {
            var image = MnistSamples.Batch(digit, 1).AsSpan<float>().ToArray();
            var (ran, logits) = await node.Rest.InferAsync(Net, "image", image, 1, 1, 28, 28);
            Assert.Equal(by, ran);
            Assert.Equal(MnistSamples.Labels[digit], logits.IndexOf(logits.Max()));
            Assert.All(logits.Zip(MnistSamples.Logits.Skip(digit * MnistSamples.Classes)), pair => Assert.Equal(pair.Second, pair.First, 0.001f));
            Assert.Equal(MnistSamples.Classes, logits.Length);
        }
    }
}

namespace NeuronActors.Tests.Conservation;

/// <summary>What must be so when a storm is over.</summary>
internal static class Calm
{
    /// <summary>Checks that the table and the cores say the same, and that every model is where it was asked to.</summary>
    /// <returns>How many replicas each core has.</returns>
    public static async Task<int[]> CheckAsync(NeuronCores cores)
    {
        var table = await cores.GetPlacementTableAsync();
        var status = await cores.GetCoresAsync();
        var loaded = new int[status.Cores.Length];
        foreach (var core in status.Cores)
        {
            var index = core.Core.Index;
            loaded[index.Value] = table.Models.Sum(model => model.Subgraphs.Count(subgraph => subgraph.Cores.Contains(index)));
            Assert.Equal(CoreState.Ready, core.State);
            Assert.Equal(0, core.InFlight);
            Assert.Equal(loaded[index.Value], core.Replicas.Length);
        }

        Assert.All(table.Models.SelectMany(model => model.Subgraphs), subgraph => Assert.Equal(subgraph.Range.Cores.ToArray(), subgraph.Cores.ToArray()));
        return loaded;
    }
}

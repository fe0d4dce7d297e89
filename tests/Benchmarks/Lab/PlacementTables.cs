using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Placement;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>A full placement table: models of four replicas each, spread over all cores.</summary>
internal static class PlacementTables
{
    public const int CoreCount = 1024;
    public const int ReplicaCount = 4096;
    private const int ReplicasPerModel = 4;

    /// <summary>The table, and the model in it that is to be placed anew.</summary>
    public static (PlacementState State, PlacedModel Model) Make()
    {
        var state = new PlacementState(CoreCount);
        for (var i = 0; i < ReplicaCount / ReplicasPerModel; i++) state.Add(Place(i));
        return (state, state.Models.First());
    }

    private static PlacedModel Place(int number)
    {
        var name = $"model-{number}";
        var file = new SubgraphFile(name, $"/models/{name}.onnx", SubgraphFormat.Onnx);
        var model = new PlacedModel(new ModelName(name), new ModelPackage(file.Path, name, [file])) { IsLoaded = true };
        var range = new NcRange(number * ReplicasPerModel % CoreCount, ReplicasPerModel);
        (model.Subgraphs[0].Range, model.Subgraphs[0].Planned, model.Subgraphs[0].Cores) = (range, range.Cores, range.Cores);
        return model;
    }
}

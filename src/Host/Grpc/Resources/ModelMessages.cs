using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Grpc.Resources;

/// <summary>What a model takes and gives, as a message.</summary>
internal static class ModelMessages
{
    public static Wire.ModelMetadataResponse MetadataOf(ServedVersion served, ModelCatalog catalog) => new()
    {
        Name = served.Name,
        Versions = { (catalog.Find(served.Name)?.Versions ?? [served]).Select(version => version.VersionText) },
        Platform = served.Platform,
        Inputs = { served.Signature.Inputs.Select(Of) },
        Outputs = { served.Signature.Outputs.Select(Of) },
    };

    private static Wire.ModelMetadataResponse.Types.TensorMetadata Of(TensorSpec tensor) => new()
    {
        Name = tensor.Name,
        Datatype = tensor.ElementType.OipName(),
        Shape = { tensor.Shape.Dimensions },
    };
}

using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;
using Policy = NeuronActors.Node.Grpc.Wire.ModelVersionPolicy;

namespace NeuronActors.Node.Grpc.Resources;

/// <summary>A model configuration as a message.</summary>
internal static class ModelConfigMessage
{
    public static Wire.ModelConfig Of(ModelConfigView config)
    {
        var served = config.Served;
        var message = new Wire.ModelConfig
        {
            Name = served.Name,
            Platform = served.Platform,
            Backend = "neuron",
            VersionPolicy = PolicyOf(served.Settings.Versions),
            MaxBatchSize = ModelConfigView.MaxBatchSize,
            Input = { served.Signature.Inputs.Select(InputOf) },
            Output = { served.Signature.Outputs.Select(OutputOf) },
            InstanceGroup = { new Wire.ModelInstanceGroup { Name = served.Name, Kind = Wire.ModelInstanceGroup.Types.Kind.Model, Count = config.Replicas } },
            DefaultModelFilename = served.Settings.FileName ?? "",
            ModelTransactionPolicy = new Wire.ModelTransactionPolicy { Decoupled = false },
        };
        foreach (var (key, value) in served.Settings.Parameters) message.Parameters[key] = new Wire.ModelParameter { StringValue = value };
        return message;
    }

    private static Policy PolicyOf(VersionPolicy policy) =>
        !policy.Specific.IsDefault ? new Policy { Specific = new Policy.Types.Specific { Versions = { policy.Specific } } }
        : policy.Latest == 0 ? new Policy { All = new Policy.Types.All() }
        : new Policy { Latest = new Policy.Types.Latest { NumVersions = (uint)policy.Latest } };

    private static Wire.ModelInput InputOf(TensorSpec tensor) =>
        new() { Name = tensor.Name, DataType = TypeOf(tensor), Dims = { tensor.Shape.Dimensions } };

    private static Wire.ModelOutput OutputOf(TensorSpec tensor) =>
        new() { Name = tensor.Name, DataType = TypeOf(tensor), Dims = { tensor.Shape.Dimensions } };

    private static Wire.DataType TypeOf(TensorSpec tensor) => (Wire.DataType)ModelConfigView.DataTypeNumberOf(tensor.ElementType);
}

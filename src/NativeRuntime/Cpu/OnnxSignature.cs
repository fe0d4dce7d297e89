using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>Reads what goes into an ONNX graph and what comes out.</summary>
internal static class OnnxSignature
{
    /// <summary>Reads the signature of a file without keeping it open.</summary>
    /// <exception cref="NeuronRuntimeException">The file is missing, or cannot be executed by ONNX Runtime.</exception>
    public static SubgraphSignature Read(string path)
    {
        if (!File.Exists(path)) throw OnnxErrors.NoSuchFile(path, core: null);

        OnnxEnvironment.Start();
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            using var inference = new InferenceSession(path, options);
            return Of(inference);
        }
        catch (OnnxRuntimeException error)
        {
            throw OnnxErrors.AtLoad(error, path, core: null);
        }
        catch (UnsupportedTensorException error)
        {
            throw OnnxErrors.AtLoad(error, path, core: null);
        }
    }

    /// <exception cref="UnsupportedTensorException">An input or output is of a type that we have no name for.</exception>
    public static SubgraphSignature Of(InferenceSession inference) => new(
        [.. inference.InputNames.Select(name => SpecOf("input", name, inference.InputMetadata[name]))],
        [.. inference.OutputNames.Select(name => SpecOf("output", name, inference.OutputMetadata[name]))]);

    private static TensorSpec SpecOf(string kind, string name, NodeMetadata metadata)
    {
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            var words = metadata.OnnxValueType.ToString().Replace("ONNX_TYPE_", "", StringComparison.Ordinal).ToLowerInvariant();
            throw new UnsupportedTensorException($"{kind} '{name}' is of the unsupported type {words}");
        }

        var type = OnnxElementTypes.FromOnnx(metadata.ElementDataType)
            ?? throw new UnsupportedTensorException($"{kind} '{name}' is of the unsupported type {metadata.ElementDataType}");

        return new TensorSpec(name, type, new TensorShape(metadata.Dimensions.Select(size => (long)size).ToArray()))
        {
            DimensionNames = NamesOf(metadata),
        };
    }

    private static ImmutableArray<string?> NamesOf(NodeMetadata metadata) =>
        Array.TrueForAll(metadata.SymbolicDimensions, string.IsNullOrEmpty)
            ? []
            : [.. metadata.SymbolicDimensions.Select(name => string.IsNullOrEmpty(name) ? null : name)];
}

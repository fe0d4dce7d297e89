using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>An open ONNX graph, and all that can be worked out once for every execution of it.</summary>
internal sealed class OnnxSession : IDisposable
{
    private OnnxSession(InferenceSession inference)
    {
        Inference = inference;
        Signature = OnnxSignature.Of(inference);
        InputNames = [.. inference.InputNames];
        OutputNames = [.. inference.OutputNames];
        OutputShapes = [.. Signature.Outputs.Select(output => OutputShapeRule.TryMake(output, Signature.Inputs))];
        RunOptions = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    }

    public InferenceSession Inference { get; }

    public SubgraphSignature Signature { get; }

    public string[] InputNames { get; }

    public string[] OutputNames { get; }

    /// <summary>For each output, how its shape follows from the inputs; null where only the execution tells.</summary>
    public OutputShapeRule?[] OutputShapes { get; }

    /// <summary>Never changed after construction, so all executions share it.</summary>
    public RunOptions RunOptions { get; }

    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot open the file.</exception>
    /// <exception cref="UnsupportedTensorException">An input or output is of a type that we have no name for.</exception>
    public static OnnxSession Open(string path, int intraOpThreads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = intraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // A pool thread that spins for work takes the CPU of the other virtual cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");

        var inference = new InferenceSession(path, options);
        try
        {
            return new OnnxSession(inference);
        }
        catch
        {
            inference.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        RunOptions.Dispose();
        Inference.Dispose();
    }
}

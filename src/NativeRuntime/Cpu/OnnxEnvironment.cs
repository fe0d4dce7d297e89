using Microsoft.ML.OnnxRuntime;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>ONNX Runtime's one environment of the process.</summary>
internal static class OnnxEnvironment
{
    /// <summary>
    /// Makes sure that there is one, and returns the version of ONNX Runtime. One that the application made before is left as it is; our
    /// own is quiet, because a library does not write to the console: what fails comes back as an exception with the text.
    /// </summary>
    public static string Start()
    {
        try
        {
            var quiet = new EnvironmentCreationOptions { logId = "NeuronActors", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            if (!OrtEnv.IsCreated) OrtEnv.CreateInstanceWithOptions(ref quiet);
        }
        catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
        {
            // Another thread was quicker. What there is, is used.
        }

        return OrtEnv.Instance().GetVersionString();
    }
}

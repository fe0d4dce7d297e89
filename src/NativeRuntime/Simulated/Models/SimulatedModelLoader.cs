using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>Reads whatever file the simulator can load.</summary>
/// <param name="readOnnxSignature">Reads inputs and outputs of an ONNX file.</param>
internal sealed class SimulatedModelLoader(Func<string, SubgraphSignature> readOnnxSignature)
{
    /// <summary>Whether <see cref="Read"/> knows the format.</summary>
    public static bool Supports(SubgraphFormat format) => format is SubgraphFormat.Simulated or SubgraphFormat.Onnx or SubgraphFormat.Neff;

    /// <exception cref="NeuronRuntimeException">
    /// The file is missing, damaged or of another format; the message has path and reason.
    /// </exception>
    public SimulatedModel Read(SubgraphFile file)
    {
        try
        {
            return file.Format switch
            {
                SubgraphFormat.Simulated => SimulatedModelFile.Parse(WithoutByteOrderMark(File.ReadAllBytes(file.Path))),
                SubgraphFormat.Onnx => SimulatedModel.DryRun(readOnnxSignature(file.Path), new FileInfo(file.Path).Length),
                SubgraphFormat.Neff => SimulatedModel.DryRun(SignatureOf(file), BytesOf(file)),
                _ => throw new FormatException($"the simulator does not load {file.Format} files"),
            };
        }
        catch (ModelFileException unreadable)
        {
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", unreadable.Message, unreadable);
        }
        catch (Exception unreadable) when (unreadable is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new NeuronRuntimeException(
                RuntimeErrorKind.UnsupportedModel, "load", $"{file.Path}: {unreadable.Message}", unreadable);
        }
    }

    private static long BytesOf(SubgraphFile file)
    {
        using var image = NeffImage.Open(file);
        return image.Neff.Length + image.StateBytes;
    }

    // The graph itself says how many bytes its tensors take, and not what they are.
    private static SubgraphSignature SignatureOf(SubgraphFile file) =>
        file.Signature ?? throw new FormatException(
            $"the simulator needs to know what its tensors are, and there is no {Path.GetFileName(Path.ChangeExtension(file.Path, MetaNeff.Ending))} beside it");

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;
}

using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Npy;

namespace NeuronActors.Node.Client.Infer;

/// <summary>The files that outputs are to be written to.</summary>
internal sealed class OutputFiles(IReadOnlyList<InputArgument> files)
{
    /// <summary>Whether an output goes to standard output, so that nothing else may.</summary>
    public bool UsesStdout => files.Any(file => file.Value == InputArgument.Stdin);

    /// <exception cref="ClientException">One has not the form <c>name=file</c>, or two want standard output.</exception>
    public static OutputFiles Parse(IEnumerable<string> options)
    {
        InputArgument[] files = [.. options.Select(text => InputArgument.Parse("--output", text))];
        return files.Count(file => file.Value == InputArgument.Stdin) <= 1
            ? new OutputFiles(files)
            : throw ClientException.Usage("Only one output can go to standard output.");
    }

    /// <exception cref="ClientException">The model gives no such output.</exception>
    public void Check(ModelMetadata model)
    {
        foreach (var file in files)
        {
            if (model.Outputs.Any(output => output.Name == file.Name)) continue;

            var meant = CommandLine.Suggestion.For(file.Name, model.Outputs.Select(output => output.Name)) is { } near ? $" Did you mean '{near}'?" : "";
            throw ClientException.Usage($"'{model.Name}' has no output '{file.Name}'; it gives {string.Join(", ", model.Outputs)}.{meant}");
        }
    }

    /// <summary>Writes them.</summary>
    /// <returns>The files by the names of the outputs.</returns>
    /// <exception cref="ClientException">One cannot be written.</exception>
    public async Task<ImmutableSortedDictionary<string, string>> WriteAsync(InferReply reply, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            try
            {
                var bytes = NpyFile.Write(reply.Outputs.First(output => output.Name == file.Name).Tensor);
                if (file.Value != InputArgument.Stdin) await File.WriteAllBytesAsync(file.Value, bytes, cancellationToken);
                else await WriteToStdoutAsync(bytes, cancellationToken);
            }
            catch (Exception flaw) when (flaw is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new ClientException($"Output '{file.Name}' cannot be written: {flaw.Message.TrimEnd('.')}.");
            }
        }

        return files.Where(file => file.Value != InputArgument.Stdin).ToImmutableSortedDictionary(file => file.Name, file => file.Value, StringComparer.Ordinal);
    }

    private static async Task WriteToStdoutAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await using var stdout = Console.OpenStandardOutput();
        await stdout.WriteAsync(bytes, cancellationToken);
    }
}

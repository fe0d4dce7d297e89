using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Npy;

namespace NeuronActors.Node.Client.Infer;

/// <summary>Turns inputs of a command line into tensors, as the model takes them.</summary>
internal sealed class InputReader(ModelMetadata model, Func<Stream> openStdin)
{
    /// <exception cref="ClientException">One cannot be read, or is nothing that the model takes.</exception>
    public async Task<ImmutableArray<NamedTensor>> ReadAsync(IReadOnlyList<InputArgument> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count(argument => argument.Value == InputArgument.Stdin) > 1) throw ClientException.Usage("Only one input can come from standard input.");

        var inputs = ImmutableArray.CreateBuilder<NamedTensor>();
        foreach (var argument in arguments)
        {
            var info = model.Inputs.FirstOrDefault(input => input.Name == argument.Name) ?? throw Unknown(argument.Name);
            inputs.Add(new NamedTensor(argument.Name, InputFit.Of(info, await ReadAsync(argument, info, cancellationToken))));
        }

        var missing = model.Inputs.Where(input => arguments.All(argument => argument.Name != input.Name)).ToArray();
        return missing is [var first, ..]
            ? throw ClientException.Usage($"'{model.Name}' takes {string.Join(", ", model.Inputs)}; give --input {first.Name}=FILE.")
            : inputs.ToImmutable();
    }

    private async Task<Tensor> ReadAsync(InputArgument argument, ModelMetadata.TensorInfo info, CancellationToken cancellationToken)
    {
        try
        {
            return argument.IsLiteral ? TensorLiteral.Parse(argument.Value, info.TypeOf()) : NpyFile.Read(await BytesOf(argument.Value, cancellationToken));
        }
        catch (FormatException flaw)
        {
            throw ClientException.Usage($"Input '{argument.Name}', {TextOf(argument)}, cannot be used: {flaw.Message}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ClientException.Usage($"Input '{argument.Name}' cannot be read: {unreadable.Message.TrimEnd('.')}.");
        }
    }

    private async Task<byte[]> BytesOf(string path, CancellationToken cancellationToken)
    {
        if (path != InputArgument.Stdin) return await File.ReadAllBytesAsync(path, cancellationToken);

        using var copy = new MemoryStream();
        await using var stdin = openStdin();
        await stdin.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    private ClientException Unknown(string name)
    {
        var meant = CommandLine.Suggestion.For(name, model.Inputs.Select(input => input.Name)) is { } near ? $" Did you mean '{near}'?" : "";
        return ClientException.Usage($"'{model.Name}' has no input '{name}'; it takes {string.Join(", ", model.Inputs)}.{meant}");
    }

    private static string TextOf(InputArgument argument) => argument.Value switch
    {
        InputArgument.Stdin => "standard input",
        { Length: > 40 } => $"{argument.Value[..40]}…",
        _ => argument.Value,
    };
}

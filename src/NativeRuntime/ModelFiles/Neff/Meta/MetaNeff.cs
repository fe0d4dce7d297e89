using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

/// <summary>
/// What torch_neuronx keeps beside a NEFF: the names, shapes and types of its tensors, as a protobuf message. Of the message, the
/// fields are read that say so (input_tensors 1, output_tensors 2, name 5, output_aliases_to 6), and the rest is skipped.
/// </summary>
internal sealed record MetaNeff(string Name, ImmutableArray<MetaTensor> Inputs, ImmutableArray<MetaTensor> Outputs)
{
    /// <summary>What the file beside a <c>.neff</c> is called that holds one.</summary>
    public const string Ending = ".metaneff";

    /// <summary>What is longer than this is none: it may hold a whole graph, but not the weights.</summary>
    public const int LargestSize = 64 * 1024 * 1024;

    private const int MostTensors = 16_384;

    /// <summary>From the place of an output to the place of the input whose memory it shares: a state that the device keeps.</summary>
    public ImmutableDictionary<long, long> Aliases { get; private init; } = ImmutableDictionary<long, long>.Empty;

    public SubgraphSignature Signature => new([.. Inputs.Select(input => input.Spec)], [.. Outputs.Select(output => output.Spec)]);

    /// <exception cref="ModelFileException">The bytes are no such message, or it describes no output.</exception>
    public static MetaNeff Read(ByteSource source)
    {
        try
        {
            return Parse(source.ReadAll(LargestSize));
        }
        catch (FormatException flaw)
        {
            throw source.Flaw($"it is no metaneff: {flaw.Message}", flaw);
        }
    }

    /// <exception cref="FormatException">The bytes are no such message, or it describes no output.</exception>
    public static MetaNeff Parse(ReadOnlySpan<byte> message)
    {
        var name = ReadOnlySpan<byte>.Empty;
        var (inputs, outputs) = (new List<MetaTensor>(), new List<MetaTensor>());
        var aliases = ImmutableDictionary.CreateBuilder<long, long>();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Add(inputs, MetaTensor.Read(reader.Bytes(), "input"));
                    break;
                case 2:
                    Add(outputs, MetaTensor.Read(reader.Bytes(), "output"));
                    break;
                case 5:
                    name = reader.Bytes();
                    break;
                case 6:
                    var (output, input) = ReadAlias(reader.Bytes());
                    if (aliases.Count < MostTensors) aliases[output] = input;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (outputs.Count == 0) throw new FormatException(inputs.Count == 0 ? "it describes no tensor" : "it describes no output");
        RefuseTwins(inputs, "inputs");
        RefuseTwins(outputs, "outputs");
        return new MetaNeff(FileText.ForPeople(name), [.. inputs], [.. outputs]) { Aliases = aliases.ToImmutable() };
    }

    private static void Add(List<MetaTensor> tensors, MetaTensor tensor)
    {
        if (tensors.Count == MostTensors) throw new FormatException($"it describes more than {MostTensors} tensors");
        tensors.Add(tensor);
    }

    private static (long Output, long Input) ReadAlias(ReadOnlySpan<byte> entry)
    {
        var (output, input) = (0L, 0L);
        var reader = new ProtobufReader(entry);
        while (reader.Next())
        {
            if (reader.Field == 1) output = reader.Integer();
            else if (reader.Field == 2) input = reader.Integer();
            else reader.Skip();
        }

        return (output, input);
    }

    private static void RefuseTwins(List<MetaTensor> tensors, string what)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Spec.Name)) throw new FormatException($"two {what} are called '{tensor.Spec.Name}'");
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>
/// The inputs and outputs in the def.json files of a NEFF: objects under <c>var</c> whose type is input or output. Read token by token, as a
/// definition may be long and the rest of it is of no interest.
/// </summary>
internal sealed class NeffDefinition
{
    private const int MostTensors = 65_536;

    private readonly List<(long Order, NeffTensor Tensor)> _inputs = [];
    private readonly List<(long Order, NeffTensor Tensor)> _outputs = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>How many definitions were read.</summary>
    public int Count { get; private set; }

    public ImmutableArray<NeffTensor> Inputs => [.. _inputs.OrderBy(each => each.Order).Select(each => each.Tensor)];

    public ImmutableArray<NeffTensor> Outputs => [.. _outputs.OrderBy(each => each.Order).Select(each => each.Tensor)];

    /// <exception cref="ModelFileException">It is no JSON, has no <c>var</c>, or a tensor in it has no size.</exception>
    public void Add(ByteSource source, string member, ReadOnlySpan<byte> json)
    {
        Count++;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw source.Flaw($"{member} is no JSON object");

            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isVariables = reader.ValueTextEquals("var"u8);
                reader.Read();
                if (isVariables) ReadVariables(source, member, ref reader);
                else reader.Skip();
                found |= isVariables;
            }

            if (!found) throw source.Flaw($"{member} has no 'var', which lists the inputs and outputs");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw source.Flaw($"{member} is no sound JSON: {error.Message}", error);
        }
    }

    private void ReadVariables(ByteSource source, string member, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw source.Flaw($"'var' in {member} is no object");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject) ReadVariable(source, member, name, ref reader);
            else reader.Skip();
        }
    }

    private void ReadVariable(ByteSource source, string member, string name, ref Utf8JsonReader reader)
    {
        string? type = null;
        long? size = null, order = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isSize, isOrder) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("size"u8), reader.ValueTextEquals("var_id"u8));
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
            else if (isSize && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var bytes)) size = bytes;
            else if (isOrder && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id)) order = id;
            else reader.Skip();
        }

        if (type is not ("input" or "output")) return;

        var shown = FileText.ForPeople(name);
        if (size is not >= 0) throw source.Flaw($"the {type} '{shown}' in {member} has no size in bytes");
        if (!_names.Add($"{member}/{name}")) throw source.Flaw($"{member} describes '{shown}' twice");
        if (_names.Count > MostTensors) throw source.Flaw($"there are more than {MostTensors} inputs and outputs");

        var list = type == "input" ? _inputs : _outputs;
        list.Add((order ?? list.Count, new NeffTensor(shown, size.Value)));
    }
}

using System.Text.Json;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>
/// Reads the JSON of an inference in one pass, numbers straight into the memory of their tensor. What stands behind the JSON is cut out of
/// the body in place.
/// </summary>
internal ref partial struct InferJsonReader
{
    // The four levels of the protocol, and as many of an array as a tensor can have dimensions.
    private const int MaxDepth = TensorNesting.MaxDepth;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _jsonLength;
    private readonly RequestMemory _memory;
    private Utf8JsonReader _json;
    private int _binaryAt;

    private InferJsonReader(ReadOnlyMemory<byte> body, int jsonLength, RequestMemory memory)
    {
        _body = body;
        _jsonLength = jsonLength;
        _memory = memory;
        _json = new Utf8JsonReader(body.Span[..jsonLength], new JsonReaderOptions { MaxDepth = MaxDepth });
        _binaryAt = jsonLength;
    }

    /// <summary>Reads a request.</summary>
    /// <param name="body">The JSON, and behind it the tensors that are not in it.</param>
    /// <param name="jsonLength">How much of it is JSON.</param>
    /// <param name="memory">Where the memory of tensors in JSON comes from.</param>
    /// <exception cref="ServingException">It is no request; says where and why.</exception>
    public static InferCall Read(ReadOnlyMemory<byte> body, int jsonLength, RequestMemory memory)
    {
        try
        {
            return new InferJsonReader(body, jsonLength, memory).ReadCall();
        }
        catch (JsonException malformed)
        {
            throw Wrong($"The request is no JSON: {malformed.Message}");
        }
        catch (InvalidOperationException text) when (text is not ObjectDisposedException)
        {
            throw Wrong($"The request is no JSON: {text.Message}");
        }
    }

    private InferCall ReadCall()
    {
        var call = new InferCall();
        Expect(JsonTokenType.StartObject, "the request must be an object");
        while (ReadProperty())
        {
            if (Is("inputs"u8)) call.Inputs = ReadInputs();
            else if (Is("outputs"u8)) call.Outputs = ReadOutputs();
            else if (Is("parameters"u8)) ReadParameters(call);
            else if (Is("id"u8)) call.Id = ReadId();
            else SkipValue();
        }

        if (_json.Read()) throw Wrong("Something follows the request's JSON.");
        if (_binaryAt != _body.Length) throw Wrong($"{_body.Length - _binaryAt} bytes behind the JSON belong to no input.");
        return call;
    }

    private ImmutableArray<NamedTensor> ReadInputs()
    {
        Expect(JsonTokenType.StartArray, "'inputs' must be an array");
        var inputs = ImmutableArray.CreateBuilder<NamedTensor>(1);
        while (Next() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject) throw Wrong("Each of 'inputs' must be an object.");
            inputs.Add(ReadInput());
        }

        return inputs.DrainToImmutable();
    }

    private NamedTensor ReadInput()
    {
        var input = new InputDraft { DataAt = -1 };
        while (ReadProperty())
        {
            if (Is("name"u8)) input.Name = ReadText("name");
            else if (Is("datatype"u8)) input.Type = ReadType();
            else if (Is("shape"u8)) input.Shape = ReadShape();
            else if (Is("data"u8)) ReadData(ref input);
            else if (Is("parameters"u8)) ReadInputParameters(ref input);
            else SkipValue();
        }

        return Finish(ref input);
    }

    // The usual order has type and shape before the data, which then need to be read only once.
    private void ReadData(ref InputDraft input)
    {
        Next();
        input.DataAt = (int)_json.TokenStartIndex;
        if (input is { Type: { } type, Shape.IsDefault: false }) input.Tensor = TensorJsonReader.Read(ref _json, input.Name, type, input.Shape, _jsonLength, _memory);
        else _json.Skip();
    }

    private NamedTensor Finish(ref InputDraft input)
    {
        var name = input.Name ?? throw RequestFlaws.NoInputName();
        var type = input.Type ?? throw RequestFlaws.NoType(name);
        if (input.Shape.IsDefault) throw Wrong($"Input '{name}' has no 'shape'.");

        if (input.BinarySize is { } size)
        {
            if (input.DataAt >= 0) throw Wrong($"Input '{name}' has 'data' and 'binary_data_size'; only one can be.");
            return new NamedTensor(name, BinaryTensor.Cut(name, type, input.Shape, TakeBinary(name, size)));
        }

        if (input.DataAt < 0) throw Wrong($"Input '{name}' has no 'data'.");
        if (input.Tensor is not null) return new NamedTensor(name, input.Tensor);

        var again = new Utf8JsonReader(_body.Span[input.DataAt.._jsonLength], new JsonReaderOptions { MaxDepth = MaxDepth });
        again.Read();
        return new NamedTensor(name, TensorJsonReader.Read(ref again, name, type, input.Shape, _jsonLength, _memory));
    }

    private ReadOnlyMemory<byte> TakeBinary(string name, long size)
    {
        var left = _body.Length - _binaryAt;
        if (size > left) throw Wrong($"Input '{name}' says that it has {size} bytes, and {left} are left behind the JSON.");

        var taken = _body.Slice(_binaryAt, (int)size);
        _binaryAt += (int)size;
        return taken;
    }

    private ImmutableArray<OutputForm> ReadOutputs()
    {
        Expect(JsonTokenType.StartArray, "'outputs' must be an array");
        var outputs = ImmutableArray.CreateBuilder<OutputForm>(1);
        while (Next() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject) throw Wrong("Each of 'outputs' must be an object.");

            string? name = null;
            bool? isBinary = null;
            while (ReadProperty())
            {
                if (Is("name"u8)) name = ReadText("name");
                else if (Is("parameters"u8)) isBinary = ReadOutputParameters();
                else SkipValue();
            }

            outputs.Add(new OutputForm(name ?? throw RequestFlaws.NoOutputName(), isBinary));
        }

        return outputs.DrainToImmutable();
    }

    private string ReadId() => Next() switch
    {
        JsonTokenType.String => _json.GetString()!,
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(_json.ValueSpan),
        _ => throw Wrong("'id' must be a string."),
    };

    private ElementType ReadType()
    {
        Next();
        var name = _json.TokenType == JsonTokenType.String ? _json.GetString() : null;
        return ElementTypeExtensions.TryParseOip(name, out var type) ? type : throw RequestFlaws.UnknownType(name);
    }

    private ImmutableArray<long> ReadShape()
    {
        Expect(JsonTokenType.StartArray, "'shape' must be an array");
        var shape = ImmutableArray.CreateBuilder<long>(4);
        while (Next() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var dimension)) throw Wrong("Each of 'shape' must be a whole number of 63 bits.");
            if (dimension < 0) throw RequestFlaws.NegativeDimension(dimension);
            shape.Add(dimension);
        }

        return shape.DrainToImmutable();
    }

    private string ReadText(string what) => Next() == JsonTokenType.String ? _json.GetString()! : throw Wrong($"'{what}' must be a string.");

    private bool ReadFlag(string what) => Next() switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Wrong($"'{what}' must be true or false."),
    };

    private long ReadCount(string what) =>
        Next() == JsonTokenType.Number && _json.TryGetInt64(out var count) && count >= 0 ? count : throw RequestFlaws.NoCount(what);

    // To the name of the next property of the object; false at its end.
    private bool ReadProperty() => Next() == JsonTokenType.PropertyName;

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    private void SkipValue()
    {
        Next();
        _json.Skip();
    }

    private void Expect(JsonTokenType token, string flaw)
    {
        if (Next() != token) throw Wrong($"{char.ToUpperInvariant(flaw[0])}{flaw[1..]}.");
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw Wrong("The request ends too early.");

    private static ServingException Wrong(string message) => new(ServingError.Invalid(message));
}

using System.Text.Json;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>
/// The parameters of a request, an input and an output. What would change the meaning and is not done here is refused; anything else that is
/// not known is none of our affair.
/// </summary>
internal ref partial struct InferJsonReader
{
    private void ReadParameters(InferCall call)
    {
        Expect(JsonTokenType.StartObject, "'parameters' must be an object");
        while (ReadProperty())
        {
            if (Is("binary_data_output"u8)) call.BinaryByDefault = ReadFlag("binary_data_output");
            else if (Is("priority"u8)) call.Priority = new InferPriority((int)Math.Min(ReadCount("priority"), InferPriority.LowestLevel));
            else if (Is("timeout"u8)) call.Timeout = ReadTimeout();
            else if (Is("sequence_id"u8)) RefuseUnlessNothing("sequence_id");
            else SkipValue();
        }
    }

    private void ReadInputParameters(ref InputDraft input)
    {
        Expect(JsonTokenType.StartObject, "'parameters' must be an object");
        while (ReadProperty())
        {
            if (Is("binary_data_size"u8)) input.BinarySize = ReadCount("binary_data_size");
            else if (Is("shared_memory_region"u8)) RefuseUnlessNothing("shared_memory_region");
            else SkipValue();
        }
    }

    private bool? ReadOutputParameters()
    {
        bool? isBinary = null;
        Expect(JsonTokenType.StartObject, "'parameters' must be an object");
        while (ReadProperty())
        {
            if (Is("binary_data"u8)) isBinary = ReadFlag("binary_data");
            else if (Is("classification"u8)) RefuseUnlessNothing("classification");
            else if (Is("shared_memory_region"u8)) RefuseUnlessNothing("shared_memory_region");
            else SkipValue();
        }

        return isBinary;
    }

    /// <summary>Microseconds; 0 means that there is none.</summary>
    private TimeSpan? ReadTimeout()
    {
        var microseconds = ReadCount("timeout");
        return microseconds == 0 ? null : TimeSpan.FromTicks(Math.Min(microseconds, long.MaxValue / TimeSpan.TicksPerMicrosecond / 2) * TimeSpan.TicksPerMicrosecond);
    }

    private void RefuseUnlessNothing(string parameter)
    {
        var isNothing = Next() switch
        {
            JsonTokenType.Number => _json.TryGetInt64(out var number) && number == 0,
            JsonTokenType.String => _json.ValueSpan.IsEmpty,
            JsonTokenType.Null => true,
            _ => false,
        };
        if (!isNothing) throw RequestFlaws.NotDoneHere(parameter);
    }
}

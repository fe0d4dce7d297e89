using System.Globalization;
using Google.Protobuf.Collections;
using NeuronActors.Node.Serving.Inference;
using Choice = NeuronActors.Node.Grpc.Wire.InferParameter.ParameterChoiceOneofCase;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>
/// The parameters of a request. What would change the meaning and is not done here is refused; anything else that is not known is none of
/// our affair.
/// </summary>
/// <param name="Priority">Where it stands in the queue.</param>
/// <param name="Timeout">How long the client waits; null when it did not say.</param>
/// <param name="WantsFinalMark">Whether its answer in a stream is to say that it is the last one for it.</param>
internal readonly record struct InferParameters(InferPriority Priority, TimeSpan? Timeout, bool WantsFinalMark)
{
    /// <exception cref="Serving.ServingException">One has the wrong type, or asks for what is not done here.</exception>
    public static InferParameters Read(MapField<string, Wire.InferParameter> parameters)
    {
        var read = default(InferParameters);
        if (parameters.Count == 0) return read;

        foreach (var (key, value) in parameters)
        {
            switch (key)
            {
                case "priority":
                    read = read with { Priority = new InferPriority((int)Math.Min(CountOf(key, value), InferPriority.LowestLevel)) };
                    break;
                case "timeout":
                    read = read with { Timeout = TimeOf(CountOf(key, value)) };
                    break;
                case "triton_enable_empty_final_response":
                    read = read with { WantsFinalMark = value.BoolParam };
                    break;
                case "sequence_id":
                    RefuseUnlessNothing(key, value);
                    break;
            }
        }

        return read;
    }

    /// <exception cref="Serving.ServingException">One asks for what is not done here.</exception>
    public static void CheckInput(MapField<string, Wire.InferParameter> parameters) => Refuse(parameters, "shared_memory_region");

    /// <exception cref="Serving.ServingException">One asks for what is not done here.</exception>
    public static void CheckOutput(MapField<string, Wire.InferParameter> parameters)
    {
        Refuse(parameters, "classification");
        Refuse(parameters, "shared_memory_region");
    }

    private static void Refuse(MapField<string, Wire.InferParameter> parameters, string key)
    {
        if (parameters.Count > 0 && parameters.TryGetValue(key, out var value)) RefuseUnlessNothing(key, value);
    }

    private static void RefuseUnlessNothing(string key, Wire.InferParameter value)
    {
        var isNothing = value.ParameterChoiceCase switch
        {
            Choice.Int64Param => value.Int64Param == 0,
            Choice.Uint64Param => value.Uint64Param == 0,
            Choice.StringParam => value.StringParam.Length == 0,
            Choice.None => true,
            _ => false,
        };
        if (!isNothing) throw RequestFlaws.NotDoneHere(key);
    }

    // Clients differ in which of the three they send.
    private static long CountOf(string key, Wire.InferParameter value) => value.ParameterChoiceCase switch
    {
        Choice.Int64Param when value.Int64Param >= 0 => value.Int64Param,
        Choice.Uint64Param => (long)Math.Min(value.Uint64Param, long.MaxValue),
        Choice.StringParam when long.TryParse(value.StringParam, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
        _ => throw RequestFlaws.NoCount(key),
    };

    // Microseconds; 0 means that there is none. What is too long for a clock is for ever.
    private static TimeSpan? TimeOf(long microseconds)
    {
        const long Longest = long.MaxValue / TimeSpan.TicksPerMicrosecond / 2;
        return microseconds == 0 ? null : TimeSpan.FromTicks(Math.Min(microseconds, Longest) * TimeSpan.TicksPerMicrosecond);
    }
}

using Google.Protobuf.Collections;
using Choice = NeuronActors.Node.Grpc.Wire.ModelRepositoryParameter.ParameterChoiceOneofCase;

namespace NeuronActors.Node.Grpc.Resources;

/// <summary>The parameters of a load as plain values.</summary>
internal static class RepositoryParameters
{
    public static IReadOnlyDictionary<string, object> Read(MapField<string, Wire.ModelRepositoryParameter> parameters)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in parameters)
        {
            if (ValueOf(value) is { } plain) values[key] = plain;
        }

        return values;
    }

    private static object? ValueOf(Wire.ModelRepositoryParameter value) => value.ParameterChoiceCase switch
    {
        Choice.BoolParam => value.BoolParam,
        Choice.Int64Param => value.Int64Param,
        Choice.StringParam => value.StringParam,
        Choice.BytesParam => value.BytesParam.Memory,
        _ => null,
    };
}

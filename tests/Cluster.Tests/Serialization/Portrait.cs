using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NeuronActors.Cluster.Tests.Serialization;

/// <summary>Everything that can be read of a message, as text, by reflection: the equality of records stops at arrays.</summary>
internal static class Portrait
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        NodeName or ModelName or Epoch or NcRange or PoolRange or Cluster.Files.ContentHash or NativeRuntime.Tensors.TensorShape => value.ToString()!,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value))} }}",
    };

    private static IEnumerable<string> Properties(object value) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        select $"{property.Name} = {Of(property.GetValue(value))}";
}

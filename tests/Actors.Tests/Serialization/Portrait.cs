using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NeuronActors.Tests.Serialization;

/// <summary>
/// Everything that can be read of a message, as text: by reflection, so that a property which nobody has thought of is in it. Two messages
/// are the same when their portraits are; the equality of records stops at arrays and tensors.
/// </summary>
internal static class Portrait
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        Deadline deadline => deadline.IsNone ? "no deadline" : $"{deadline.Left(WireMessages.Clock).Ticks} ticks left",
        Tensor tensor => $"{tensor} {Convert.ToHexString(tensor.Data.Span)}",
        TensorShape shape => shape.ToString(),
        ModelName name => $"'{name}'",
        Epoch epoch => $"epoch {epoch}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        TimeSpan or System.Diagnostics.ActivityTraceId or System.Diagnostics.ActivitySpanId => value.ToString()!,
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value).Select(p => $"{p.Key} = {p.Value}"))} }}",
    };

    /// <summary>The portraits of a message's properties.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Properties(object value) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0 && !(value is NcRange && property.Name == nameof(NcRange.Cores))
        select KeyValuePair.Create(property.Name, Of(property.GetValue(value)));
}

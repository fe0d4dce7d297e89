namespace NeuronActors.Node.Client.Views;

/// <summary>Counted things.</summary>
internal static class Plural
{
    /// <summary><c>1 core</c>, <c>2 cores</c>.</summary>
    public static string Of(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

namespace NeuronActors.Cluster.Files;

/// <summary>The names that files of a model may have: whatever a list says, nothing is written outside the model's own folder.</summary>
internal static class RelativeName
{
    private const int LongestSegment = 255;
    private const int Longest = 1024;

    /// <summary>What is wrong with a path below a model; null for nothing.</summary>
    public static string? FlawOf(string name)
    {
        if (name.Length > Longest) return $"is longer than {Longest} characters";

        foreach (var segment in name.Split('/'))
        {
            if (FlawOfSegment(segment) is { } flaw) return flaw;
        }

        return null;
    }

    /// <summary>What is wrong with the name of one file or folder; null for nothing.</summary>
    public static string? FlawOfSegment(string segment) => segment switch
    {
        "" => "has an empty part, or begins or ends with a /",
        "." or ".." => $"has the part '{segment}'",
        { Length: > LongestSegment } => $"has a part of more than {LongestSegment} characters",
        _ when segment.Contains('/', StringComparison.Ordinal) || segment.Contains('\\', StringComparison.Ordinal) => "has a / or \\ where none may be",
        _ when segment.Any(char.IsControl) => "has a control character",
        _ => null,
    };
}

namespace NeuronActors.Node.Doctor.Sysfs;

/// <summary>Reads what the kernel shows as files. Whatever cannot be read is null: an old driver, or a missing right, is no failure.</summary>
internal sealed class SystemFiles(string root)
{
    /// <summary>Whether there is a file or folder.</summary>
    public bool Has(params string[] path) => File.Exists(At(path)) || Directory.Exists(At(path));

    /// <summary>The text of a file without the white space around it.</summary>
    public string? Text(params string[] path)
    {
        try
        {
            return File.ReadAllText(At(path)).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public long? Number(params string[] path) =>
        long.TryParse(Text(path), System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The names of the folders or files of a folder that consist of a prefix and a number, in the order of the numbers.</summary>
    public string[] Numbered(string prefix, params string[] path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(At(path))
                .Select(entry => Path.GetFileName(entry))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && name[prefix.Length..].All(char.IsAsciiDigit))
                .OrderBy(name => name.Length)
                .ThenBy(name => name, StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The names of the folders of a folder.</summary>
    public string[] Folders(params string[] path)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(At(path)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string At(string[] path) => Path.Combine([root, .. path]);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>
/// The name under which the nodes of a pool load a version of a model: <c>mnist__v1_0123456789</c>, with the beginning of the hash of its
/// files. Nodes that load the same files by themselves so have replicas of one model, and nodes whose files differ never answer for each
/// other.
/// </summary>
/// <param name="Name">The name that clients use.</param>
/// <param name="Version">The version that clients use.</param>
internal readonly partial record struct PoolAlias(string Name, long Version)
{
    /// <summary>The longest name that clients may use in a pool: what is left of a model name when the version and the hash are taken off.</summary>
    public const int LongestName = ModelName.MaxLength - 33;

    private const int HashDigits = 10;

    /// <summary>Makes the name.</summary>
    /// <param name="name">The name that clients use.</param>
    /// <param name="version">The version that clients use.</param>
    /// <param name="hash">The hash of the files, in lower-case hexadecimal.</param>
    /// <exception cref="ServingException">The name is too long.</exception>
    public static ModelName Of(string name, long version, string hash) =>
        name.Length <= LongestName
            ? new ModelName($"{name}__v{version.ToString(CultureInfo.InvariantCulture)}_{hash[..HashDigits]}")
            : throw new ServingException(ServingError.Invalid($"The name of model '{name}' is longer than the {LongestName} characters that a pool takes."));

    /// <summary>What clients call it. What was loaded into the pool by other means than a repository is version 1 of its own name.</summary>
    public static PoolAlias Parse(ModelName alias) => TryParse(alias, out var parsed) ? parsed : new PoolAlias(alias.Value, 1);

    /// <summary>What clients call it; false when it is no name that <see cref="Of"/> makes.</summary>
    public static bool TryParse(ModelName alias, out PoolAlias parsed)
    {
        parsed = default;
        if (Form().Match(alias.Value) is not { Success: true } match) return false;
        if (!long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return false;

        parsed = new PoolAlias(match.Groups[1].Value, version);
        return true;
    }

    [GeneratedRegex("^(.+)__v([0-9]{1,19})_[0-9a-f]{10}$")]
    private static partial Regex Form();
}

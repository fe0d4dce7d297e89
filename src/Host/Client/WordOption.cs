using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client;

/// <summary>Options that take one of a few words, and say which there are when they get another.</summary>
internal static class WordOption
{
    public static Option<string?> Of(string name, string description, params string[] words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (words.Contains(text, StringComparer.Ordinal)) return text;

            var meant = Suggestion.For(text, words) is { } near ? $" Did you mean '{near}'?" : "";
            result.AddError($"{name} is '{text}', and must be {string.Join(" or ", words)}.{meant}");
            return null;
        },
    };
}

namespace NeuronActors.Node.Serve.Settings;

/// <summary>What was given for a setting, and where: so that an error can name the place.</summary>
/// <param name="Source">The option, the variable, or the key with its file.</param>
/// <param name="Texts">The value as written; several for a list.</param>
internal sealed record SettingValue(string Source, ImmutableArray<string> Texts)
{
    public string Text => Texts[^1];

    public ServeException Wrong(string expected) => new($"{Source} is '{Text}', and must be {expected}.", isUsage: true);
}

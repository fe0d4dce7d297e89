namespace NeuronActors.Node.Serve.Settings;

/// <summary>One thing that can be set: as an option, in the environment, and in <c>appsettings.json</c>.</summary>
/// <param name="Name">Its name as an option, without the dashes: <c>model-repository</c>.</param>
/// <param name="HelpName">What stands for its value in the help; null for a switch.</param>
/// <param name="Description">What it does.</param>
internal sealed record Setting(string Name, string? HelpName, string Description)
{
    /// <summary>Whether it may be given more than once.</summary>
    public bool IsList { get; init; }

    /// <summary>As an option: <c>--model-repository</c>.</summary>
    public string Option => $"--{Name}";

    /// <summary>In the environment: <c>NEURON_ACTORS_MODEL_REPOSITORY</c>.</summary>
    public string Variable => $"NEURON_ACTORS_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>In <c>appsettings.json</c>, within the section <c>NeuronActors</c>: <c>ModelRepository</c>.</summary>
    public string Key => string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

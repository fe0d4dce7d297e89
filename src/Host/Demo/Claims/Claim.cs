namespace NeuronActors.Node.Demo.Claims;

/// <summary>Something that the demo says is so.</summary>
/// <param name="Text">What.</param>
/// <param name="Flaw">What was found instead; null when it is so.</param>
internal sealed record Claim(string Text, string? Flaw)
{
    public bool Holds => Flaw is null;
}

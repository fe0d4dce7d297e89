namespace NeuronActors.Node.Rest;

/// <summary>The verbs that a path takes.</summary>
[Flags]
internal enum RestVerbs
{
    None = 0,
    Get = 1,
    Post = 2,
}

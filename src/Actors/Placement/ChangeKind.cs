namespace NeuronActors.Placement;

/// <summary>What a change is for.</summary>
internal enum ChangeKind
{
    /// <summary>A model comes.</summary>
    Load,

    /// <summary>A model goes.</summary>
    Unload,

    /// <summary>A model, or a subgraph of it, goes to other cores.</summary>
    Move,

    /// <summary>A core failed or came back, and a model is brought back to where it should be.</summary>
    Heal,
}

namespace NeuronActors.Node.Serving.Security;

/// <summary>Who may make a call.</summary>
internal enum AccessLevel
{
    /// <summary>Anybody, always: health.</summary>
    Open,

    /// <summary>Inference and what a client needs to know for it: anybody, unless inference is closed.</summary>
    Inference,

    /// <summary>The repository, placement, and whatever else changes or shows the node: who has the key or a certificate, where one is configured.</summary>
    Administration,
}

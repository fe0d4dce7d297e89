namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>What the <c>forward</c> of a module does with its compiled subgraphs.</summary>
public enum ForwardKind
{
    /// <summary>It runs one after the other, and nothing else: so the model runs as that chain.</summary>
    Chain,

    /// <summary>It runs operators on the CPU as well, or decides by its data: so only its subgraphs run.</summary>
    HostOperators,

    /// <summary>It uses none.</summary>
    None,
}

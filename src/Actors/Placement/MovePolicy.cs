namespace NeuronActors;

/// <summary>In which order a move takes its two halves.</summary>
public enum MovePolicy
{
    /// <summary>
    /// Unload from the old core, then load onto the new one, as <c>torch_neuronx</c> does. Needs no memory for both. A model with a
    /// single replica parks its requests meanwhile.
    /// </summary>
    UnloadThenLoad,

    /// <summary>Load onto the new core first, then unload from the old one: no pause, and memory for both.</summary>
    LoadThenUnload,
}

namespace NeuronActors.Node.Rest.Infer;

/// <summary>An input while its JSON is read: its parts may come in any order.</summary>
internal struct InputDraft
{
    public string? Name;
    public ElementType? Type;
    public ImmutableArray<long> Shape;

    /// <summary>How many bytes it has behind the JSON; null when its data are in the JSON.</summary>
    public long? BinarySize;

    /// <summary>Where in the JSON its data begin; −1 when there are none.</summary>
    public int DataAt;

    /// <summary>Its tensor, once it could be made.</summary>
    public Tensor? Tensor;
}

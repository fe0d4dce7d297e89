namespace NeuronActors.Node.Client.Answers;

/// <summary>What a model takes and gives: what <c>/v2/models/{m}</c> answers.</summary>
internal sealed record ModelMetadata(
    string Name, ImmutableArray<string> Versions, string Platform, ImmutableArray<ModelMetadata.TensorInfo> Inputs, ImmutableArray<ModelMetadata.TensorInfo> Outputs)
{
    /// <summary>One input or output; −1 is a dimension that a request chooses.</summary>
    internal sealed record TensorInfo(string Name, string Datatype, ImmutableArray<long> Shape)
    {
        /// <exception cref="ClientException">It is a type that this program does not know.</exception>
        public ElementType TypeOf() => ElementTypeExtensions.TryParseOip(Datatype, out var type)
            ? type
            : throw new ClientException($"'{Name}' is of type {Datatype}, which this program does not know. Is the node newer?");

        public override string ToString() => $"{Name} {Datatype} {new TensorShape(Shape)}";
    }
}

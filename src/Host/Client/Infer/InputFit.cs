using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Infer;

/// <summary>
/// Brings what was given as near to what the model takes as can be done without guessing: outer dimensions of 1 may be left out, such as the
/// batch of one. Whether it fits then the node says.
/// </summary>
internal static class InputFit
{
    /// <exception cref="ClientException">The elements are of another type.</exception>
    public static Tensor Of(ModelMetadata.TensorInfo info, Tensor given)
    {
        if (given.ElementType.OipName() != info.Datatype)
        {
            throw ClientException.Usage($"Input '{info.Name}' is {given}, and must be {info.Datatype} {new TensorShape(info.Shape)}.");
        }

        var outer = info.Shape.Length - given.Shape.Rank;
        return outer > 0 && info.Shape.Take(outer).All(dimension => dimension is 1 or TensorShape.Dynamic)
            ? new Tensor(given.ElementType, new TensorShape(Enumerable.Repeat(1L, outer).Concat(given.Shape.Dimensions).ToImmutableArray()), given.Data)
            : given;
    }
}

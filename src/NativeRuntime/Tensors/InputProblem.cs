namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>In which way the inputs of a request do not fit a signature.</summary>
public enum InputProblem
{
    /// <summary>An input of the signature was not given.</summary>
    Missing,

    /// <summary>An input was given that the signature does not have.</summary>
    Unknown,

    /// <summary>An input was given twice.</summary>
    Duplicate,

    /// <summary>The elements are of another type.</summary>
    WrongElementType,

    /// <summary>The rank, or a dimension that is not dynamic, is another one.</summary>
    WrongShape,

    /// <summary>Two dimensions of one name have different sizes.</summary>
    DimensionConflict,
}

using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>The first reason why the inputs of a request do not fit a signature.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="InputName">The input that it is wrong with.</param>
/// <param name="ExpectedType">The type that the signature has for it; null for an unknown input.</param>
/// <param name="ExpectedShape">The shape that the signature has for it; null for an unknown input.</param>
/// <param name="GivenType">The type that was given; null for a missing input.</param>
/// <param name="GivenShape">The shape that was given; null for a missing input.</param>
public sealed record InputMismatch(
    InputProblem Problem,
    string InputName,
    ElementType? ExpectedType,
    TensorShape? ExpectedShape,
    ElementType? GivenType,
    TensorShape? GivenShape)
{
    /// <summary>The names of all inputs of the signature, in its order.</summary>
    public ImmutableArray<string> KnownInputs { get; init; } = [];

    /// <summary>The two sizes, for <see cref="InputProblem.DimensionConflict"/> only.</summary>
    public DimensionConflict? Conflict { get; init; }

    private string Expected => $"{ExpectedType?.OipName()} {ExpectedShape}";

    private string Given => $"{GivenType?.OipName()} {GivenShape}";

    /// <summary>One sentence for people, without a full stop: <c>input 'image' (FP32 [?, 1, 28, 28]) is missing</c>.</summary>
    public override string ToString() => Problem switch
    {
        InputProblem.Missing => $"input '{InputName}' ({Expected}) is missing",
        InputProblem.Unknown when KnownInputs.IsEmpty => $"there is no input '{InputName}': the model takes none",
        InputProblem.Unknown => $"there is no input '{InputName}': the model takes {string.Join(", ", KnownInputs.Select(n => $"'{n}'"))}",
        InputProblem.Duplicate => $"input '{InputName}' was given more than once",
        InputProblem.DimensionConflict when Conflict is { } both =>
            $"dimension '{both.DimensionName}' is {both.FirstSize} in input '{both.FirstInput}' "
            + $"and {both.Size} in input '{InputName}' ({Given})",
        _ => $"input '{InputName}' takes {Expected}, and {Given} was given",
    };
}

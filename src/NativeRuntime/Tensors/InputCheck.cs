using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>Brings the inputs of a request into the order of a signature and checks them against it.</summary>
public static class InputCheck
{
    /// <summary>Binds inputs given in any order. Allocates nothing when they fit and come in the order of the signature.</summary>
    /// <param name="signature">What is asked for.</param>
    /// <param name="given">The inputs of the request; the default array counts as none.</param>
    /// <param name="bound">The inputs in the order of the signature, or the default array when they do not fit.</param>
    /// <param name="mismatch">The first thing that does not fit.</param>
    /// <returns>Whether they fit.</returns>
    public static bool TryBind(
        SubgraphSignature signature,
        ImmutableArray<NamedTensor> given,
        out ImmutableArray<NamedTensor> bound,
        [NotNullWhen(false)] out InputMismatch? mismatch)
    {
        ArgumentNullException.ThrowIfNull(signature);

        if (given.IsDefault) given = [];
        if (!AreInOrder(signature.Inputs, given))
        {
            mismatch = Sort(signature.Inputs, given, out given);
            if (mismatch is not null)
            {
                bound = default;
                return false;
            }
        }

        mismatch = FindMismatch(signature.Inputs, given);
        bound = mismatch is null ? given : default;
        return mismatch is null;
    }

    private static bool AreInOrder(ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> given)
    {
        if (specs.Length != given.Length) return false;

        for (var i = 0; i < specs.Length; i++)
        {
            if (!string.Equals(specs[i].Name, given[i].Name, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private static InputMismatch? Sort(
        ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> given, out ImmutableArray<NamedTensor> sorted)
    {
        sorted = default;
        var slots = new NamedTensor[specs.Length];
        foreach (var tensor in given)
        {
            var slot = IndexOf(specs, tensor.Name);
            if (slot < 0) return Unknown(specs, tensor);
            if (slots[slot].Tensor is not null) return Mismatch(InputProblem.Duplicate, specs[slot], tensor.Tensor);
            slots[slot] = tensor;
        }

        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Tensor is null) return Mismatch(InputProblem.Missing, specs[i], given: null);
        }

        sorted = ImmutableCollectionsMarshal.AsImmutableArray(slots);
        return null;
    }

    private static InputMismatch? FindMismatch(ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> inOrder)
    {
        for (var i = 0; i < specs.Length; i++)
        {
            var tensor = inOrder[i].Tensor;
            if (tensor is null) return Mismatch(InputProblem.Missing, specs[i], given: null);
            if (tensor.ElementType != specs[i].ElementType) return Mismatch(InputProblem.WrongElementType, specs[i], tensor);
            if (!specs[i].Shape.Accepts(tensor.Shape)) return Mismatch(InputProblem.WrongShape, specs[i], tensor);
            if (FindConflict(specs, inOrder, i) is { } conflict)
            {
                return Mismatch(InputProblem.DimensionConflict, specs[i], tensor) with { Conflict = conflict };
            }
        }

        return null;
    }

    private static DimensionConflict? FindConflict(ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> inOrder, int input)
    {
        var names = specs[input].DimensionNames;
        for (var d = 0; d < names.Length; d++)
        {
            if (names[d] is not { } name) continue;

            var size = inOrder[input].Tensor.Shape.Dimensions[d];
            var (firstInput, firstDimension) = FirstUse(specs, name);
            var firstSize = inOrder[firstInput].Tensor.Shape.Dimensions[firstDimension];
            if (size != firstSize) return new DimensionConflict(name, specs[firstInput].Name, firstSize, size);
        }

        return null;
    }

    // A scan instead of a table: names are few, the first input has nearly all of them, and a table would have to be made anew.
    private static (int Input, int Dimension) FirstUse(ImmutableArray<TensorSpec> specs, string name)
    {
        for (var i = 0; ; i++)
        {
            var names = specs[i].DimensionNames;
            for (var d = 0; d < names.Length; d++)
            {
                if (string.Equals(names[d], name, StringComparison.Ordinal)) return (i, d);
            }
        }
    }

    private static int IndexOf(ImmutableArray<TensorSpec> specs, string name)
    {
        for (var i = 0; i < specs.Length; i++)
        {
            if (string.Equals(specs[i].Name, name, StringComparison.Ordinal)) return i;
        }

        return -1;
    }

    private static InputMismatch Mismatch(InputProblem problem, TensorSpec spec, Tensor? given) =>
        new(problem, spec.Name, spec.ElementType, spec.Shape, given?.ElementType, given?.Shape);

    private static InputMismatch Unknown(ImmutableArray<TensorSpec> specs, NamedTensor given) =>
        new(InputProblem.Unknown, given.Name, null, null, given.Tensor?.ElementType, given.Tensor?.Shape)
        {
            KnownInputs = [.. specs.Select(spec => spec.Name)],
        };
}

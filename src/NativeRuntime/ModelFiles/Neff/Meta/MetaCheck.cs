using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

/// <summary>
/// Holds a metaneff against the NEFF that it is about: the one has shapes and types, the other bytes, and a tensor that differs would fail
/// every execution.
/// </summary>
internal static class MetaCheck
{
    /// <exception cref="ModelFileException">They contradict each other; the message has both sides.</exception>
    public static void RefuseUnlessAlike(MetaNeff meta, NeffFile neff, ByteSource of)
    {
        Check("input", meta.Inputs, neff.Inputs, neff.Definitions, of);
        Check("output", meta.Outputs, neff.Outputs, neff.Definitions, of);
    }

    private static void Check(string role, ImmutableArray<MetaTensor> described, ImmutableArray<NeffTensor> defined, int definitions, ByteSource of)
    {
        var sizes = defined.ToLookup(tensor => tensor.Name, tensor => tensor.Bytes, StringComparer.Ordinal);
        foreach (var tensor in described)
        {
            if (!sizes.Contains(tensor.Spec.Name)) throw of.Flaw($"its metaneff describes the {role} {tensor.Spec}, and its def.json has no such {role}: {Names(defined)}");
            if (tensor.Spec.ElementType == ElementType.Bytes) continue;

            var bytes = tensor.Spec.Shape.ElementCount * tensor.Spec.ElementType.Size();
            if (!sizes[tensor.Spec.Name].Contains(bytes))
            {
                throw of.Flaw($"its metaneff describes the {role} {tensor.Spec}, which is {bytes} bytes, and in its def.json '{tensor.Spec.Name}' has {string.Join(" or ", sizes[tensor.Spec.Name])} bytes");
            }
        }

        // With several definitions, what one gives another is among theirs and is nobody else's affair.
        if (definitions > 1 || defined.Length == described.Length) return;

        var names = described.Select(tensor => tensor.Spec.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = defined.First(tensor => !names.Contains(tensor.Name));
        throw of.Flaw($"its def.json has the {role} '{unknown.Name}' of {unknown.Bytes} bytes, and its metaneff describes no such {role}");
    }

    private static string Names(ImmutableArray<NeffTensor> defined)
    {
        const int Shown = 5;
        var names = string.Join(", ", defined.Take(Shown).Select(tensor => $"'{tensor.Name}' of {tensor.Bytes} bytes"));
        return defined.IsEmpty ? "it has none" : $"it has {names}{(defined.Length > Shown ? ", …" : "")}";
    }
}

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
        if (!described.IsEmpty && !defined.IsEmpty && !described.Any(tensor => sizes.Contains(tensor.Spec.Name)))
        {
            CheckSizes(role, described, defined, definitions, of);
            return;
        }

        foreach (var tensor in described)
        {
            if (!sizes.Contains(tensor.Spec.Name)) throw of.Flaw($"its metaneff describes the {role} {tensor.Spec}, and its def.json has no such {role}: {Names(defined)}");
            if (BytesOf(tensor) is { } bytes && !sizes[tensor.Spec.Name].Contains(bytes))
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

    // No name is the same: the compiler may call them otherwise inside than outside. Then at least the sizes must be there.
    private static void CheckSizes(string role, ImmutableArray<MetaTensor> described, ImmutableArray<NeffTensor> defined, int definitions, ByteSource of)
    {
        var left = defined.GroupBy(tensor => tensor.Bytes).ToDictionary(group => group.Key, group => group.Count());
        foreach (var tensor in described)
        {
            if (BytesOf(tensor) is not { } bytes) continue;
            if (left.GetValueOrDefault(bytes) == 0) throw of.Flaw($"its metaneff describes the {role} {tensor.Spec}, which is {bytes} bytes, and its def.json has no such {role}: {Names(defined)}");
            left[bytes]--;
        }

        if (definitions == 1 && defined.Length != described.Length)
        {
            throw of.Flaw($"its metaneff describes {described.Length} {role}s, and its def.json {defined.Length}: {Names(defined)}");
        }
    }

    private static long? BytesOf(MetaTensor tensor) =>
        tensor.Spec.ElementType == ElementType.Bytes ? null : tensor.Spec.Shape.ElementCount * tensor.Spec.ElementType.Size();

    private static string Names(ImmutableArray<NeffTensor> defined)
    {
        const int Shown = 5;
        var names = string.Join(", ", defined.Take(Shown).Select(tensor => $"'{tensor.Name}' of {tensor.Bytes} bytes"));
        return defined.IsEmpty ? "it has none" : $"it has {names}{(defined.Length > Shown ? ", …" : "")}";
    }
}

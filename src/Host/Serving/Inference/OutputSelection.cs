namespace NeuronActors.Node.Serving.Inference;

/// <summary>Picks the outputs that a request names.</summary>
internal static class OutputSelection
{
    /// <summary>What is wrong with the names; null when nothing is.</summary>
    public static ServingError? Flaw(SubgraphSignature signature, ImmutableArray<string> names)
    {
        if (names.IsDefaultOrEmpty) return null;

        for (var i = 0; i < names.Length; i++)
        {
            if (names.IndexOf(names[i]) < i) return ServingError.Invalid($"Output '{names[i]}' is asked for more than once.");
            if (!signature.Outputs.Any(output => string.Equals(output.Name, names[i], StringComparison.Ordinal)))
            {
                var known = string.Join(", ", signature.Outputs.Select(output => $"'{output.Name}'"));
                return ServingError.Invalid($"There is no output '{names[i]}'; the model gives {known}.");
            }
        }

        return null;
    }

    /// <summary>The outputs of sound names, in the order of the names.</summary>
    public static ImmutableArray<NamedTensor> Pick(ImmutableArray<NamedTensor> outputs, ImmutableArray<string> names)
    {
        if (names.IsDefaultOrEmpty || AreThose(outputs, names)) return outputs;

        var picked = ImmutableArray.CreateBuilder<NamedTensor>(names.Length);
        foreach (var name in names) picked.Add(outputs.First(output => string.Equals(output.Name, name, StringComparison.Ordinal)));
        return picked.MoveToImmutable();
    }

    private static bool AreThose(ImmutableArray<NamedTensor> outputs, ImmutableArray<string> names)
    {
        if (outputs.Length != names.Length) return false;

        for (var i = 0; i < names.Length; i++)
        {
            if (!string.Equals(outputs[i].Name, names[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }
}

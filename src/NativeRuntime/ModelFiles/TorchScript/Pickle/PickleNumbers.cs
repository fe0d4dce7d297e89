namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>Bytes that were written as a list of numbers, as what has no type for bytes does: <c>List[int]</c>.</summary>
internal static class PickleNumbers
{
    /// <summary>The bytes of a list or tuple of numbers, all of them from 0 to 255 or all from −128 to 127; false for anything else.</summary>
    public static bool TryBytes(PickleValue value, out byte[] bytes)
    {
        bytes = [];
        if (value is not PickleSequence { Sort: not PickleSequenceKind.Set, Items: { Count: > 0 } items }) return false;
        if (items is [PickleBytes run])
        {
            bytes = run.Content;
            return true;
        }

        var (least, most) = (0L, 0L);
        foreach (var item in items)
        {
            if (item is not PickleConstant { Value: long number }) return false;
            (least, most) = (Math.Min(least, number), Math.Max(most, number));
        }

        if (least < sbyte.MinValue || most > byte.MaxValue || (least < 0 && most > sbyte.MaxValue)) return false;

        bytes = new byte[items.Count];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = unchecked((byte)(long)((PickleConstant)items[i]).Value!);
        return true;
    }
}

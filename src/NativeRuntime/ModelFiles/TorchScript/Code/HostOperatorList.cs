using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>The operators that <c>forward</c> runs on the host, under the names that PyTorch has for them: <c>aten::relu</c>, <c>prim::If</c>.</summary>
internal sealed class HostOperatorList
{
    private const int Most = 1000;

    private readonly List<string> _inOrder = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public int Count => _inOrder.Count;

    public void Add(string operation)
    {
        if (_inOrder.Count < Most && _known.Add(operation)) _inOrder.Add(operation);
    }

    public ImmutableArray<string> ToImmutable() => [.. _inOrder];
}

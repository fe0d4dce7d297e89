using System.Runtime.InteropServices;

namespace NeuronActors.FakeNrt;

/// <summary>What the fake has counted: the objects alive, the breaches of its rules, the calls.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FakeCounts
{
    private const int Functions = 16;

    public long Models;
    public long Tensors;
    public long Sets;
    public long TensorInfos;
    public long Violations;
    public long Inits;
    public long Closes;
    public fixed long PerCall[Functions];

    public readonly long Alive => Models + Tensors + Sets + TensorInfos;

    public readonly long CallsOf(string call) => PerCall[Array.IndexOf(FakeCall.All, call)];
}

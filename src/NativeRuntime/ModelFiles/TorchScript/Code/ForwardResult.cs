using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>What was found by following <c>forward</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Calls">The executions of subgraphs, in their order; of both sides where data decides.</param>
/// <param name="Answer">What it returns.</param>
/// <param name="HostOperators">The operators that it runs on the host, each once, in the order of their first use.</param>
internal sealed record ForwardResult(
    ForwardKind Kind, ImmutableArray<ForwardCall> Calls, ImmutableArray<CodeValue> Answer, ImmutableArray<string> HostOperators)
{
    public static readonly ForwardResult Nothing = new(ForwardKind.None, [], [], []);
}

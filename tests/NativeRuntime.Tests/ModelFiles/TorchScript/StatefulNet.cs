using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

/// <summary>
/// Archives of a module as torch_neuronx makes it: it flattens its arguments, appends its <c>states</c>, and hands all of it to one subgraph.
/// </summary>
internal static class StatefulNet
{
    public const string Forward = """
        states = self.states
        _0 = getattr(states, "0")
        _1, _2, = ops.neuron.forward_v2([x, _0], self.model)
        return _1
        """;

    public static readonly float[] Numbers = [1, 2, 3, 4, 5, 6];

    /// <summary>A parameter of FP32 [2, 3] with <see cref="Numbers"/>.</summary>
    public static void Parameter(PickleWriter pickle) => pickle.Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1]);

    public static byte[] Bytes(params float[] numbers) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers).ToArray();

    /// <summary>The module.</summary>
    /// <param name="neff">The graph of its subgraph.</param>
    /// <param name="meta">What that takes and gives.</param>
    /// <param name="forward">What forward does with <c>x</c>, <c>self.model</c> and <c>self.states</c>.</param>
    /// <param name="memory">The memory of the parameter.</param>
    /// <param name="parameter">Writes the parameter.</param>
    public static ArchiveBuilder Of(byte[] neff, byte[] meta, string forward = Forward, byte[]? memory = null, Action<PickleWriter>? parameter = null)
    {
        var pickle = new PickleWriter().Module(
            "__torch__",
            "Net",
            ("model", each => each.Neuron(neff, meta)),
            ("states", each => each.Module("__torch__", "ParameterList", ("0", parameter ?? Parameter))));
        var body = string.Join('\n', forward.Split('\n').Select(line => $"    {line}"));
        return new ArchiveBuilder().Data(pickle).Add("net/data/0", memory ?? Bytes(Numbers)).Code("", $"""
            class Net(Module):
              model : __torch__.torch.classes.neuron.Model
              states : __torch__.ParameterList
              def forward(self: __torch__.Net,
                x: Tensor,
                y: Tensor) -> Tensor:
            {body}
            class ParameterList(Module):
              pass
            """);
    }
}

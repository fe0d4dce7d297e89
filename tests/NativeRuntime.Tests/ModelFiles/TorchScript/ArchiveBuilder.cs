using System.IO.Compression;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

/// <summary>Makes TorchScript archives: what <c>torch.jit.save</c> writes, and what it never would.</summary>
internal sealed class ArchiveBuilder
{
    private readonly List<(string Name, byte[] Content, CompressionLevel Level)> _entries = [];

    public ArchiveBuilder Add(string name, byte[] content, CompressionLevel level = CompressionLevel.NoCompression)
    {
        _entries.Add((name, content, level));
        return this;
    }

    public ArchiveBuilder Code(string file, string code) => Add($"net/code/__torch__{file}.py", Encoding.UTF8.GetBytes(code), CompressionLevel.Optimal);

    public ArchiveBuilder Data(PickleWriter pickle) => Add("net/data.pkl", pickle.ToArray());

    public ArchiveBuilder Constants(PickleWriter pickle) => Add("net/constants.pkl", pickle.ToArray());

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, level) in _entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public TorchScriptModel Read() => Read(ToArray());

    public static TorchScriptModel Read(byte[] archive) => TorchScriptModel.Read(new MemoryBytes("net.pt", null, archive));

    /// <summary>A metaneff with as many inputs and outputs of shape [2, 3] as wanted.</summary>
    public static byte[] Meta(int inputs = 1, int outputs = 1, params (int Output, int Input)[] aliases)
    {
        var meta = new ProtobufWriter();
        for (var i = 0; i < inputs; i++) meta.Message(1, MetaNeffSpecs.Tensor($"input{i}", 1, 2, 3));
        for (var i = 0; i < outputs; i++) meta.Message(2, MetaNeffSpecs.Tensor($"output{i}", 1, 2, 3));
        foreach (var (output, input) in aliases) meta.Message(6, new ProtobufWriter().Number(1, output).Number(2, input));
        return meta.ToArray();
    }

    /// <summary>A module Net whose attributes a, b, c are modules Part, each with a subgraph; and what its forward does.</summary>
    public static ArchiveBuilder Net(string forward, string functions = "", int inputs = 1, int outputs = 1)
    {
        var parts = new[] { "a", "b", "c" }.Select(name => (name, (Action<PickleWriter>)(pickle => Part(pickle, name, inputs, outputs))));
        var pickle = new PickleWriter().Module("__torch__", "Net", [("training", each => each.Op(PickleOpcode.NewFalse)), .. parts]);
        var body = string.Join('\n', forward.Split('\n').Select(line => $"    {line}"));
        return new ArchiveBuilder().Data(pickle).Code("", $"""
            class Net(Module):
              training : bool
              a : __torch__.Part
              b : __torch__.Part
              c : __torch__.Part
              def forward(self: __torch__.Net,
                x: Tensor,
                y: Tensor) -> Tensor:
            {body}
            class Part(Module):
              model : __torch__.torch.classes.neuron.Model
              def forward(self: __torch__.Part,
                x: Tensor) -> Tensor:
                model = self.model
                _0 = ops.neuron.forward_v2([x], model)
                _1, = _0
                return _1
              def both(self: __torch__.Part,
                x: Tensor,
                y: Tensor) -> Tuple[Tensor, Tensor]:
                _0, _1, = ops.neuron.forward_v2([x, y], self.model)
                return (_0, _1)
            {functions}
            """);
    }

    private static void Part(PickleWriter pickle, string name, int inputs, int outputs) =>
        pickle.Module("__torch__", "Part", ("model", each => each.Neuron(NeffBuilder.Sound(name, inputs, outputs), Meta(inputs, outputs))));
}

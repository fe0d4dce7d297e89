using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NeuronActors.NativeRuntime.Tests.Cpu;

namespace NeuronActors.Node.Tests.Nrt;

/// <summary>
/// Writes TorchScript archives of a module whose <c>forward</c> is a chain of compiled subgraphs, each with one input <c>input0</c> and one
/// output <c>output0</c> of FP32: what the compiler's <c>torch.jit.save</c> leaves, as far as it says something of Neuron.
/// </summary>
internal static class ToyArchive
{
    public static byte[] Chain(long[] shape, params byte[][] neffs)
    {
        var names = neffs.Select((_, i) => $"part{i}").ToArray();
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "net/data.pkl", Pickle(names, neffs, Meta(shape)));
            Add(zip, "net/code/__torch__.py", Encoding.UTF8.GetBytes(Code(names)));
        }

        return stream.ToArray();
    }

    private static string Code(string[] names) => $"""
        class Net(Module):
        {string.Concat(names.Select(name => $"  {name} : __torch__.Part\n"))}  def forward(self: __torch__.Net,
            x: Tensor) -> Tensor:
            return {names.Aggregate("x", (inner, name) => $"(self.{name}).forward({inner}, )")}
        class Part(Module):
          model : __torch__.torch.classes.neuron.Model
          def forward(self: __torch__.Part,
            x: Tensor) -> Tensor:
            model = self.model
            _0 = ops.neuron.forward_v2([x], model)
            _1, = _0
            return _1

        """;

    private static byte[] Meta(long[] shape) => new ProtobufWriter().Message(1, Tensor("input0", shape)).Message(2, Tensor("output0", shape)).ToArray();

    private static ProtobufWriter Tensor(string name, long[] shape)
    {
        const int Float32 = 1;
        var tensor = new ProtobufWriter().Text(1, name);
        foreach (var size in shape) tensor.Number(2, size);
        return tensor.Number(3, Float32);
    }

    // Protocol 2. A module is an object whose state is a dictionary; a subgraph one whose state is a pair of texts, its NEFF and what that says.
    private static byte[] Pickle(string[] names, byte[][] neffs, byte[] meta)
    {
        List<byte> pickle = [0x80, 2, .. New("__torch__", "Net"), (byte)'}', (byte)'('];
        foreach (var (name, neff) in names.Zip(neffs))
        {
            pickle.AddRange([.. Text(Encoding.ASCII.GetBytes(name)), .. New("__torch__", "Part"), (byte)'}', (byte)'(']);
            pickle.AddRange([.. Text("model"u8), .. New("__torch__.torch.classes.neuron", "Model"), .. Text(neff), .. Text(meta), 0x86, (byte)'b']);
            pickle.AddRange([(byte)'u', (byte)'b']);
        }

        return [.. pickle, (byte)'u', (byte)'b', (byte)'.'];
    }

    private static byte[] New(string module, string name) => [.. Encoding.ASCII.GetBytes($"c{module}\n{name}\n"), (byte)')', 0x81];

    private static byte[] Text(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[5 + bytes.Length];
        text[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(text.AsSpan(1), bytes.Length);
        bytes.CopyTo(text.AsSpan(5));
        return text;
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}

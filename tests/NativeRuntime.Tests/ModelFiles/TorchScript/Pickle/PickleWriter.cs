using System.Buffers.Binary;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

/// <summary>Writes a pickle opcode by opcode, sound or not.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [0x80, 2];

    public PickleWriter Op(PickleOpcode opcode, params ReadOnlySpan<byte> argument)
    {
        _bytes.Add((byte)opcode);
        _bytes.AddRange(argument);
        return this;
    }

    public PickleWriter Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public PickleWriter Text(byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Op(PickleOpcode.BinUnicode, [.. length, .. bytes]);
    }

    public PickleWriter Number(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Op(PickleOpcode.BinInt, bytes);
    }

    public PickleWriter Global(string module, string name) => Op(PickleOpcode.Global, Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    /// <summary>An object of a class; its state is what is written next, up to <see cref="PickleOpcode.Build"/>.</summary>
    public PickleWriter New(string module, string name) => Global(module, name).Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.NewObj);

    /// <summary>A module: an object with a dictionary of attributes.</summary>
    public PickleWriter Module(string module, string name, params (string Name, Action<PickleWriter> Value)[] attributes)
    {
        New(module, name).Op(PickleOpcode.EmptyDict).Op(PickleOpcode.Mark);
        foreach (var (attribute, value) in attributes)
        {
            Text(attribute);
            value(this);
        }

        return Op(PickleOpcode.SetItems).Op(PickleOpcode.Build);
    }

    /// <summary>A tensor whose memory is the entry of the key.</summary>
    public PickleWriter Tensor(string storage, string key, int count, int offset, int[] shape, int[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op(PickleOpcode.Mark);
        Op(PickleOpcode.Mark).Text("storage").Global("torch", storage).Text(key).Text("cpu").Number(count).Op(PickleOpcode.Tuple).Op(PickleOpcode.BinPersId);
        Number(offset);
        foreach (var numbers in (int[][])[shape, strides])
        {
            Op(PickleOpcode.Mark);
            foreach (var number in numbers) Number(number);
            Op(PickleOpcode.Tuple);
        }

        return Op(PickleOpcode.NewFalse).Global("collections", "OrderedDict").Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce)
            .Op(PickleOpcode.Tuple).Op(PickleOpcode.Reduce);
    }

    /// <summary>A subgraph: an object of the Neuron class with two texts.</summary>
    public PickleWriter Neuron(byte[] neff, byte[] meta) =>
        New("__torch__.torch.classes.neuron", "Model").Text(neff).Text(meta).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Build);

    public byte[] ToArray() => [.. _bytes, (byte)PickleOpcode.Stop];
}

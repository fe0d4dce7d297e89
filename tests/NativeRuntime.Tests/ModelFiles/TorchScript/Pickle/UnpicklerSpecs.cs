using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

public sealed class UnpicklerSpecs
{
    public static TheoryData<string> RefusedOpcodes =>
    [
        "Float", "Int", "Long", "String", "Unicode", "Get", "Put", "Inst", "Obj", "NewObjEx", "Ext1", "Ext2", "Ext4", "NextBuffer", "ReadOnlyBuffer", "PersId",
    ];

    [Theory]
    [MemberData(nameof(RefusedOpcodes))]
    public void What_calls_or_brings_something_is_refused_with_the_opcode_and_its_place(string name)
    {
        var opcode = Enum.Parse<PickleOpcode>(name);
        var pickle = new PickleWriter().Op(PickleOpcode.None).Op(opcode, "os\nsystem\n(((("u8);

        AssertRefused(pickle, $"byte 4: opcode {name.ToUpperInvariant()} (0x{(byte)opcode:x2}) is refused");
    }

    [Fact]
    public void Every_opcode_is_either_for_data_or_refused()
    {
        for (var code = 0; code <= byte.MaxValue; code++)
        {
            var pickle = new PickleWriter().Op((PickleOpcode)code, new byte[64]);

            var error = Record.Exception(() => Read(pickle));

            if (error is not null) Assert.IsType<ModelFileException>(error);
        }
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("subprocess", "Popen")]
    [InlineData("System.Diagnostics", "Process")]
    [InlineData("torch", "load")]
    [InlineData("torch", "Storage.os")]
    [InlineData("torch._utils", "_rebuild_device_tensor_from_numpy")]
    [InlineData("torch.hub", "load")]
    [InlineData("__torch__x", "Net")]
    [InlineData("__torch__.", "Net")]
    [InlineData("__torch__", "")]
    [InlineData("collections", "OrderedDict.fromkeys")]
    public void A_name_that_TorchScript_does_not_write_is_refused_even_where_it_only_stands(string module, string name)
    {
        AssertRefused(new PickleWriter().Global(module, name), $"opcode GLOBAL (0x63) is refused: {module}.{name} is none of the names");
        AssertRefused(new PickleWriter().Text(module).Text(name).Op(PickleOpcode.StackGlobal), "opcode STACKGLOBAL (0x93) is refused");
    }

    [Fact]
    public void Data_of_every_kind_is_read()
    {
        var pickle = new PickleWriter().Op(PickleOpcode.Frame, new byte[8])
            .Op(PickleOpcode.Mark)
            .Op(PickleOpcode.None).Op(PickleOpcode.NewTrue).Op(PickleOpcode.NewFalse)
            .Number(-5).Op(PickleOpcode.BinInt1, 200).Op(PickleOpcode.BinInt2, 1, 2).Op(PickleOpcode.Long1, 2, 0, 0x80).Op(PickleOpcode.Long4, 1, 0, 0, 0, 7)
            .Op(PickleOpcode.BinFloat, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0)
            .Op(PickleOpcode.ShortBinUnicode, 1, (byte)'a').Op(PickleOpcode.BinUnicode8, [1, 0, 0, 0, 0, 0, 0, 0, (byte)'b'])
            .Op(PickleOpcode.ShortBinBytes, 1, 0xFF).Op(PickleOpcode.BinBytes8, [0, 0, 0, 0, 0, 0, 0, 0])
            .Op(PickleOpcode.EmptySet).Op(PickleOpcode.Mark).Op(PickleOpcode.None).Op(PickleOpcode.AddItems)
            .Op(PickleOpcode.EmptyList).Op(PickleOpcode.Memoize).Op(PickleOpcode.None).Op(PickleOpcode.Append)
            .Op(PickleOpcode.Tuple);

        var items = Assert.IsType<PickleSequence>(Read(pickle)).Items;

        Assert.Equal([null, true, false, -5L, 200L, 513L, -32768L, 7L, 1d], items.Take(9).Select(item => ((PickleConstant)item).Value));
        Assert.Equal([1L, 1L, 1L, 0L], items[9..13].Select(item => ((PickleText)item).Length));
        Assert.Equal(["a set", "a list"], items[13..].Select(item => item.Kind));
        Assert.All(items[13..], item => Assert.Single(item.Children));
    }

    [Fact]
    public void A_text_stays_where_it_is_and_may_be_anything()
    {
        byte[] content = [0xFF, 0xFE, 0, 1, 2];

        var text = Assert.IsType<PickleText>(Read(new PickleWriter().Text(content)));

        Assert.Equal(content, text.Content("the text").ReadAll(100));
        Assert.False(text.TryName(out _));
    }

    [Fact]
    public void Typed_lists_and_dictionaries_are_the_values_themselves()
    {
        var typed = new PickleWriter().Global("torch.jit._pickle", "restore_type_tag").Op(PickleOpcode.EmptyList).Text("List[str]").Op(PickleOpcode.Tuple2).Op(PickleOpcode.Reduce);
        var numbers = new PickleWriter().Global("torch.jit._pickle", "build_intlist").Op(PickleOpcode.EmptyList).Op(PickleOpcode.Tuple1).Op(PickleOpcode.Reduce);
        var ordered = new PickleWriter().Global("collections", "OrderedDict").Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce).Text("k").Number(1).Op(PickleOpcode.SetItem);

        Assert.IsType<PickleSequence>(Read(typed));
        Assert.IsType<PickleSequence>(Read(numbers));
        Assert.Equal(1L, Assert.IsType<PickleConstant>(Assert.IsType<PickleDictionary>(Read(ordered)).Find("k")).Value);
    }

    [Fact]
    public void A_list_that_holds_itself_is_data_too()
    {
        var pickle = new PickleWriter().Op(PickleOpcode.EmptyList).Op(PickleOpcode.BinPut, 0).Op(PickleOpcode.BinGet, 0).Op(PickleOpcode.Append);

        var list = Assert.IsType<PickleSequence>(Read(pickle));

        Assert.Same(list, Assert.Single(list.Items));
    }

    [Fact]
    public void What_is_out_of_order_is_refused()
    {
        AssertRefused(new PickleWriter(), "STOP finds nothing on the stack");
        AssertRefused(new PickleWriter().Op(PickleOpcode.None).Op(PickleOpcode.None), "it ends with 1 values too many");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Mark), "finds a mark where a value is expected");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Tuple), "finds no mark on the stack");
        AssertRefused(new PickleWriter().Op(PickleOpcode.BinGet, 7), "nothing was put into the memo under 7");
        AssertRefused(new PickleWriter().Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.Build), "it finds None where an object is expected");
        AssertRefused(new PickleWriter().Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.None).Op(PickleOpcode.Append), "it finds a tuple where a list is expected");
        AssertRefused(new PickleWriter().Op(PickleOpcode.EmptyList).Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.SetItem), "it finds a list where a dictionary is expected");
        AssertRefused(new PickleWriter().Op(PickleOpcode.None).Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.NewObj), "None is no class of the archive");
        AssertRefused(new PickleWriter().Text("os.system").Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce), "it calls a text");
        AssertRefused(new PickleWriter().Op(PickleOpcode.None).Op(PickleOpcode.BinPersId), "is no storage of a tensor");
        AssertRefused(new PickleWriter().New("__torch__", "Net").Op(PickleOpcode.None).Op(PickleOpcode.Build).Op(PickleOpcode.None).Op(PickleOpcode.Build), "has its state already");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Proto, 6), "protocol 6; known are 2 to 5");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Frame, 255, 255, 255, 255, 255, 255, 255, 255), "the frame is longer than what is left");
    }

    [Theory]
    [InlineData("BinUnicode", new byte[] { 255, 255, 255, 255 })]
    [InlineData("BinUnicode8", new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 })]
    [InlineData("BinBytes8", new byte[] { 255, 255, 255, 255, 255, 255, 255, 127 })]
    [InlineData("ShortBinString", new byte[] { 200 })]
    public void A_length_beyond_the_end_is_refused_before_anything_is_allocated(string opcode, byte[] length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(new PickleWriter().Op(Enum.Parse<PickleOpcode>(opcode), length), "are announced: it is cut or damaged");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void A_number_of_more_than_64_bits_is_refused()
    {
        AssertRefused(new PickleWriter().Op(PickleOpcode.Long1, [9, .. new byte[9]]), "a number of 9 bytes");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Long4, 255, 255, 255, 127), "a number of 2147483647 bytes");
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        AssertRefused(Repeated(PickleOpcode.Mark, 2000), "it is nested deeper than 1000");
        Assert.NotNull(Read(Repeated(PickleOpcode.Tuple1, 100_000, new PickleWriter().Op(PickleOpcode.None))));
    }

    [Fact]
    public void Values_operations_and_the_memo_are_bounded()
    {
        var doubling = new PickleWriter().Op(PickleOpcode.EmptyTuple);
        for (var i = 0; i < 60; i++) doubling.Op(PickleOpcode.Dup).Op(PickleOpcode.Tuple2);
        Assert.NotNull(Read(doubling));

        AssertRefused(Repeated(PickleOpcode.None, 1_100_000), "more than 1000000 values are on the stack");

        var pairs = new PickleWriter();
        for (var i = 0; i < 2_100_000; i++) pairs.Op(PickleOpcode.None).Op(PickleOpcode.Pop);
        AssertRefused(pairs, "it holds more than 2000000 values");

        var memo = new PickleWriter().Op(PickleOpcode.None);
        for (var i = 0; i < 2_100_000; i++) memo.Op(PickleOpcode.Memoize);
        AssertRefused(memo, "it remembers more than 2000000 values");

        // A list that is filled with itself grows without a new value.
        var appended = new PickleWriter().Op(PickleOpcode.EmptyList);
        for (var i = 0; i < 2_100_000; i++) appended.Op(PickleOpcode.Dup).Op(PickleOpcode.Append);
        AssertRefused(appended, "it holds more than 2000000 values");

        var marks = new PickleWriter();
        for (var i = 0; i < 8_100_000; i++) marks.Op(PickleOpcode.Mark).Op(PickleOpcode.Pop);
        AssertRefused(marks, "it has more than 16000000 operations");
    }

    [Fact]
    public void A_name_is_bounded()
    {
        AssertRefused(new PickleWriter().Global($"__torch__.{new string('a', 2000)}", "Net"), "is longer than 1024 bytes");
        AssertRefused(new PickleWriter().Op(PickleOpcode.Global, [0x1B, .. "\n\n"u8]), "holds the byte 0x1b");
    }

    [Theory]
    [InlineData(0, 4, 1, null)]
    [InlineData(2, 4, 1, "a tensor reaches to element 5 of a storage of 4")]
    [InlineData(0, 4, 1000000, "a tensor reaches to element 3000000 of a storage of 4")]
    [InlineData(-1, 4, 1, "-1 is negative")]
    [InlineData(0, -4, 1, "-4 is negative")]
    public void A_tensor_must_lie_within_its_storage(int offset, int size, int stride, string? reason)
    {
        var pickle = new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Op(PickleOpcode.Mark)
            .Op(PickleOpcode.Mark).Text("storage").Global("torch", "ByteStorage").Text("0").Text("cpu").Number(4).Op(PickleOpcode.Tuple).Op(PickleOpcode.BinPersId)
            .Number(offset).Number(size).Op(PickleOpcode.Tuple1).Number(stride).Op(PickleOpcode.Tuple1).Op(PickleOpcode.NewFalse)
            .Op(PickleOpcode.Tuple).Op(PickleOpcode.Reduce);

        if (reason is not null) AssertRefused(pickle, reason);
        else Assert.True(Assert.IsType<PickleTensor>(Read(pickle)).IsContiguous);
    }

    private static PickleWriter Repeated(PickleOpcode opcode, int count, PickleWriter? begun = null)
    {
        var pickle = begun ?? new PickleWriter();
        for (var i = 0; i < count; i++) pickle.Op(opcode);
        return pickle;
    }

    private static PickleValue Read(PickleWriter pickle) => Unpickler.Read(new MemoryBytes("net.pt", "net/data.pkl", pickle.ToArray()));

    private static void AssertRefused(PickleWriter pickle, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Read(pickle));

        Assert.StartsWith("net.pt: net/data.pkl: byte ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }
}

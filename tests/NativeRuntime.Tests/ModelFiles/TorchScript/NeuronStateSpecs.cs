using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

public sealed class NeuronStateSpecs
{
    private static readonly byte[] Neff = NeffBuilder.Sound("net");
    private static readonly byte[] Meta = ArchiveBuilder.Meta();

    public static TheoryData<string> Layouts => [.. States.Keys];

    private static Dictionary<string, Action<PickleWriter>> States => new()
    {
        ["a tuple"] = state => state.Text(Neff).Text(Meta).Op(PickleOpcode.Tuple2),
        ["a tuple the other way round"] = state => state.Text(Meta).Text(Neff).Op(PickleOpcode.Tuple2),
        ["a list with a type"] = state => state.Global("torch.jit._pickle", "restore_type_tag").Op(PickleOpcode.EmptyList).Op(PickleOpcode.Mark)
            .Text(Neff).Text(Meta).Op(PickleOpcode.Appends).Text("List[str]").Op(PickleOpcode.Tuple2).Op(PickleOpcode.Reduce),
        ["a dictionary within tuples"] = state => state.Number(1).Op(PickleOpcode.EmptyDict).Op(PickleOpcode.Mark)
            .Text("neff").Text(Neff).Text("metaneff").Text(Meta).Op(PickleOpcode.SetItems).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Tuple1),
        ["an object within"] = state => state.New("__torch__", "Config").Text(Neff).Op(PickleOpcode.Build).Text(Meta).Text("inf2").Op(PickleOpcode.Tuple3),
        ["lists of numbers"] = state => Numbers(Numbers(state, Neff, number => number), Meta, number => number).Op(PickleOpcode.Tuple2),
        ["lists of numbers with a sign"] = state => Numbers(Numbers(state, Neff, number => (sbyte)number), Meta, number => (sbyte)number).Op(PickleOpcode.Tuple2),
        ["a tuple of numbers"] = state => Bytes(state.Op(PickleOpcode.Mark), Neff).Op(PickleOpcode.Tuple).Text(Meta).Op(PickleOpcode.Tuple2),
        ["the same twice"] = state => state.Text(Neff).Op(PickleOpcode.BinPut, 90).Text(Meta).Op(PickleOpcode.BinGet, 90).Op(PickleOpcode.Tuple3),
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void However_it_is_laid_out_the_two_are_found(string layout)
    {
        var subgraph = Assert.Single(Archive(States[layout]).Read().Subgraphs);

        Assert.Equal(Neff, subgraph.Neff.ReadAll(10_000));
        Assert.Equal("input0 FP32 [2, 3]", $"{subgraph.Meta.Inputs[0].Spec}");
    }

    [Fact]
    public void Bytes_are_as_good_as_texts()
    {
        var pickle = Archive(state => state
            .Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(Neff.Length), .. Neff])
            .Op(PickleOpcode.ShortBinBytes, [(byte)Meta.Length, .. Meta]).Op(PickleOpcode.Tuple2));

        Assert.Equal(Neff, Assert.Single(pickle.Read().Subgraphs).Neff.ReadAll(10_000));
    }

    [Fact]
    public void A_state_without_one_of_each_is_refused()
    {
        AssertRefused(state => state.Text(Neff), "the subgraph 'model': its state holds no metaneff beside the NEFF");
        AssertRefused(state => state.Text(Meta), "and a NEFF begins with a header of 1024");
        AssertRefused(state => state.Op(PickleOpcode.None), "the subgraph 'model': its state holds no NEFF");
        AssertRefused(state => state.Text(Neff).Text(NeffBuilder.Sound("other")).Text(Meta).Op(PickleOpcode.Tuple3), "its state holds 2 NEFFs, and one is expected");
        AssertRefused(state => state.Text(Neff).Text(Meta).Text(ArchiveBuilder.Meta(2)).Op(PickleOpcode.Tuple3), "two metaneffs that differ");
    }

    [Fact]
    public void An_object_without_a_state_is_refused()
    {
        var pickle = new PickleWriter().Module("__torch__", "Net", ("model", each => each.New("__torch__.torch.classes.neuron", "Model")));

        var refusal = Assert.Throws<ModelFileException>(() => new ArchiveBuilder().Data(pickle).Code("", "x = 1\n").Read());

        Assert.Contains("the subgraph 'model': its state holds no NEFF", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_nested_deeper_than_any_are_refused()
    {
        var pickle = new PickleWriter();
        for (var i = 0; i < 600; i++) pickle.New("__torch__", "Net").Op(PickleOpcode.EmptyDict).Text("m");
        pickle.Op(PickleOpcode.None);
        for (var i = 0; i < 600; i++) pickle.Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

        var refusal = Assert.Throws<ModelFileException>(() => new ArchiveBuilder().Data(pickle).Code("", "x = 1\n").Read());

        Assert.Contains("its objects are nested deeper than 512", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_grows_without_an_end_is_refused()
    {
        var pickle = new PickleWriter();
        for (var i = 0; i < 100; i++) pickle.New("__torch__", "Net").Op(PickleOpcode.EmptyDict).Text(new string('m', 100));
        pickle.Op(PickleOpcode.EmptyDict);
        for (var i = 0; i < 100; i++) pickle.Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

        var refusal = Assert.Throws<ModelFileException>(() => new ArchiveBuilder().Data(pickle).Code("", "x = 1\n").Read());

        Assert.Contains("an attribute path is longer than 4096 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_objects_may_share_the_bytes_of_one_graph_and_no_more()
    {
        Assert.Equal(1024, Shared(1024).Read().Subgraphs.Length);
        Assert.Contains("it holds more than 1024 subgraphs", Assert.Throws<ModelFileException>(() => Shared(1025).Read()).Message, StringComparison.Ordinal);

        static ArchiveBuilder Shared(int count)
        {
            var pickle = new PickleWriter().New("__torch__", "Net").Op(PickleOpcode.EmptyDict).Op(PickleOpcode.Mark);
            for (var i = 0; i < count; i++)
            {
                pickle.Text($"m{i}").New("__torch__.torch.classes.neuron", "Model");
                if (i == 0) pickle.Text(Neff).Text(Meta).Op(PickleOpcode.Tuple2).Op(PickleOpcode.BinPut, 7);
                else pickle.Op(PickleOpcode.BinGet, 7);
                pickle.Op(PickleOpcode.Build);
            }

            return new ArchiveBuilder().Data(pickle.Op(PickleOpcode.SetItems).Op(PickleOpcode.Build)).Code("", "class Net(Module):\n  def forward(self, x):\n    return x\n");
        }
    }

    [Fact]
    public void A_list_of_a_million_numbers_is_no_million_values()
    {
        var neff = NeffBuilder.Of(NeffBuilder.Tar(System.Formats.Tar.TarEntryFormat.Ustar, ("sg00/def.json", System.Text.Encoding.UTF8.GetBytes(NeffBuilder.Definition)), ("weights", new byte[3_000_000])));
        var archive = Archive(state => Bytes(Global(state).Op(PickleOpcode.Mark), neff).Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple1).Op(PickleOpcode.Reduce).Text(Meta).Op(PickleOpcode.Tuple2));

        Assert.Equal(neff, Assert.Single(archive.Read().Subgraphs).Neff.ReadAll(4_000_000));

        static PickleWriter Global(PickleWriter state) => state.Global("torch.jit._pickle", "build_intlist").Op(PickleOpcode.EmptyList);
    }

    [Fact]
    public void Many_numbers_that_no_list_takes_as_they_are_stay_values()
    {
        var archive = Archive(state => Bytes(state.Op(PickleOpcode.Mark), new byte[20_000]).Op(PickleOpcode.None).Op(PickleOpcode.Tuple).Text(Neff).Text(Meta).Op(PickleOpcode.Tuple3));

        Assert.Equal(Neff, Assert.Single(archive.Read().Subgraphs).Neff.ReadAll(10_000));
        AssertRefused(state => Bytes(state.Op(PickleOpcode.Mark), new byte[20_000]).Op(PickleOpcode.SetItems).Text(Neff).Text(Meta).Op(PickleOpcode.Tuple3), "where a dictionary is expected");
    }

    // As a List[int] is written.
    private static PickleWriter Numbers(PickleWriter state, byte[] bytes, Func<byte, int> of)
    {
        state.Global("torch.jit._pickle", "build_intlist").Op(PickleOpcode.EmptyList).Op(PickleOpcode.Mark);
        foreach (var each in bytes)
        {
            if (of(each) >= 0) state.Op(PickleOpcode.BinInt1, each);
            else state.Number(of(each));
        }

        return state.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple1).Op(PickleOpcode.Reduce);
    }

    private static PickleWriter Bytes(PickleWriter state, byte[] bytes)
    {
        foreach (var each in bytes) state.Op(PickleOpcode.BinInt1, each);
        return state;
    }

    private static ArchiveBuilder Archive(Action<PickleWriter> state)
    {
        var pickle = new PickleWriter().Module("__torch__", "Net", ("model", WithState));
        return new ArchiveBuilder().Data(pickle).Code("", "class Net(Module):\n  def forward(self, x):\n    return ops.neuron.forward_v2([x], self.model)\n");

        void WithState(PickleWriter model)
        {
            model.New("__torch__.torch.classes.neuron", "Model");
            state(model);
            model.Op(PickleOpcode.Build);
        }
    }

    private static void AssertRefused(Action<PickleWriter> state, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => Archive(state).Read()).Message, StringComparison.Ordinal);
}

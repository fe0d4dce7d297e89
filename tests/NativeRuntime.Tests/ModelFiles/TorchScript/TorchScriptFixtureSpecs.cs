using System.Security.Cryptography;
using System.Text.Json;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Inspection;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

public sealed class TorchScriptFixtureSpecs
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Fixture.At("torchscript")).Select(each => Path.GetFileName(each)!).Order()];

    public static TheoryData<string> Damaged => Fixture.Names("torchscript-damaged");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_subgraphs_are_found_in_the_order_of_their_use(string name)
    {
        var expected = Fixture.Expected("torchscript", name).Items("subgraphs");

        var found = ModelInspection.Read(Fixture.At("torchscript", name, "model.pt")).Subgraphs;

        Assert.Equal(expected.Select(each => each.Text("path")), found.Select(each => each.Name));
        Assert.Equal(expected.Select(each => each.GetProperty("used_in_forward").GetBoolean()), found.Select(each => each.IsUsedInForward));
        foreach (var (subgraph, wanted) in found.Zip(expected))
        {
            var (neff, meta) = (wanted.GetProperty("neff"), wanted.GetProperty("metaneff"));
            Assert.Equal(neff.Text("sha256"), subgraph.Digest!.Sha256);
            Assert.Equal(neff.GetProperty("length").GetInt64(), subgraph.Neff!.Size);
            Assert.Equal((neff.Text("name"), neff.Text("uuid_hex")), (subgraph.Neff.Header.Name, subgraph.Neff.Header.Uuid));
            Assert.Equal(neff.Items("files").Select(each => each.GetString()), subgraph.Neff.Members.Select(each => each.Name));
            Assert.Equal(Tensors(meta.Items("inputs")), subgraph.Inputs.Select(Describe));
            Assert.Equal(Tensors(meta.Items("outputs")), subgraph.Outputs.Select(Describe));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_model_has_those_that_forward_uses_and_their_bytes_are_read_from_where_they_are(string name)
    {
        var expected = Fixture.Expected("torchscript", name).Items("subgraphs").Where(each => each.GetProperty("used_in_forward").GetBoolean()).ToArray();

        var model = ModelFile.Read(Fixture.At("torchscript", name, "model.pt"));

        Assert.Equal(expected.Select(each => each.Text("path")), model.Subgraphs.Select(each => each.Entry));
        foreach (var (subgraph, wanted) in model.Subgraphs.Zip(expected))
        {
            Assert.NotNull(subgraph.Location);
            Assert.Equal(
                NeffFixtureSpecs.Specs(wanted.GetProperty("metaneff").Items("inputs")),
                [.. subgraph.Signature!.Inputs.Select(each => $"{each}"), .. subgraph.States.Select(each => $"{each.Input}")]);

            using var inPlace = NeffImage.Open(subgraph);
            using var searched = NeffImage.Open(subgraph with { Location = null });
            Assert.Equal(wanted.GetProperty("neff").Text("sha256"), Convert.ToHexStringLower(inPlace.Neff.Hash(HashAlgorithmName.SHA256)));
            Assert.Equal(inPlace.Neff.Hash(HashAlgorithmName.SHA256), searched.Neff.Hash(HashAlgorithmName.SHA256));
            Assert.Equal(inPlace.States.Select(each => each.ReadAll(1000)), searched.States.Select(each => each.ReadAll(1000)));
        }
    }

    [Theory]
    [InlineData("01-single-v1", ForwardKind.Chain, "")]
    [InlineData("05a-chain-trace", ForwardKind.Chain, "")]
    [InlineData("06a-glue-trace", ForwardKind.HostOperators, "aten::relu aten::reshape aten::mul aten::to aten::detach aten::add aten::cat")]
    [InlineData("07a-unused-submodule", ForwardKind.Chain, "")]
    [InlineData("08-plain-conv", ForwardKind.None, "")]
    [InlineData("09a-multi-tuple", ForwardKind.Chain, "")]
    [InlineData("11a-shared-object", ForwardKind.Chain, "")]
    [InlineData("12d-frozen", ForwardKind.Chain, "")]
    [InlineData("14-states-aliased", ForwardKind.Chain, "")]
    [InlineData("21-control-flow", ForwardKind.HostOperators, "aten::sum aten::gt aten::Bool prim::If")]
    public void What_forward_does_is_found_by_following_it(string name, ForwardKind kind, string operators)
    {
        var model = ModelInspection.Read(Fixture.At("torchscript", name, "model.pt"));

        Assert.Equal(kind, model.Forward);
        Assert.Equal(operators, string.Join(' ', model.HostOperators));
    }

    [Theory]
    [InlineData("05a-chain-trace", "input0", "output0")]
    [InlineData("09a-multi-tuple", "input0 input1 input2", "output0 output1")]
    [InlineData("11a-shared-object", "input0", "output0")]
    [InlineData("12d-frozen", "input0", "output0")]
    [InlineData("14-states-aliased", "input0", "output0")]
    public void A_chain_flows_by_name(string name, string inputs, string outputs)
    {
        var model = ModelFile.Read(Fixture.At("torchscript", name, "model.pt"));

        var flow = new ModelFlow(model, [.. model.Subgraphs.Select(each => each.Signature!)]);

        Assert.Null(model.RunsInPartsBecause);
        Assert.Equal(inputs, string.Join(' ', flow.Signature.Inputs.Select(each => each.Name)));
        Assert.Equal(outputs, string.Join(' ', flow.Signature.Outputs.Select(each => each.Name)));
        Assert.Equal(Fixture.Expected("torchscript", name).Items("forward_calls").Length, flow.StageInputs.Length);
    }

    [Fact]
    public void An_object_that_is_used_twice_is_one_subgraph_and_two_steps()
    {
        var model = ModelFile.Read(Fixture.At("torchscript", "11a-shared-object", "model.pt"));

        var flow = new ModelFlow(model, [.. model.Subgraphs.Select(each => each.Signature!)]);

        Assert.Equal("first.model", Assert.Single(model.Subgraphs).Name);
        Assert.Equal((int[])[0, 0], flow.StageSubgraphs);
        Assert.Equal(new TensorSource(0, 0), Assert.Single(flow.StageInputs[1]));
        Assert.Equal(new TensorSource(1, 0), Assert.Single(flow.Outputs));
    }

    [Fact]
    public void What_a_module_keeps_for_its_subgraph_is_found_with_what_changes_it()
    {
        var subgraph = Assert.Single(ModelFile.Read(Fixture.At("torchscript", "14-states-aliased", "model.pt")).Subgraphs);

        Assert.Equal(("input1 FP32 [2, 3]", "states.0"), ($"{subgraph.States.Single().Input}", subgraph.States.Single().Path));
        Assert.Equal(("output1", "input1", false), (subgraph.Updates.Single().Output.Name, subgraph.Updates.Single().State, subgraph.Updates.Single().IsGiven));
        using var image = NeffImage.Open(subgraph);
        Assert.Equal(24, image.StateBytes);
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Each_damaged_or_hostile_archive_is_read_or_refused_as_it_should_be(string name)
    {
        var outcome = Fixture.Expected("torchscript-damaged").GetProperty("files").GetProperty(name).Text("outcome");
        var path = Fixture.At("torchscript-damaged", name);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Record.Exception(() => ModelFile.Read(path));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (refusal is not null) Assert.Equal(path, Assert.IsType<ModelFileException>(refusal).Path);
        if (outcome == "accept") Assert.Null(refusal);
        if (outcome == "reject") Assert.NotNull(refusal);
        Assert.InRange(allocated, 0, 64 * 1024 * 1024);
        Assert.False(File.Exists("/tmp/fixtures-executed-marker") || File.Exists("/tmp/fixtures-traversal") || File.Exists("/tmp/fixtures-absolute"));
    }

    [Theory]
    [InlineData("evil-reduce.pt", "opcode GLOBAL (0x63) is refused: os.system is none of the names")]
    [InlineData("evil-system-type.pt", "System.Diagnostics.Process is none of the names")]
    [InlineData("evil-ext.pt", "opcode EXT1 (0x82) is refused")]
    [InlineData("fake-class-suffix.pt", "the class __torch__.torch.classes.neuron.ModelX, and of these only")]
    [InlineData("metaneff-text.pt", "the subgraph 'model': its state holds no metaneff beside the NEFF")]
    [InlineData("neff-short.pt", "the subgraph 'model': it is 500 bytes long, and a NEFF begins with a header of 1024")]
    [InlineData("neff-header-size.pt", "the subgraph 'model': header_size is 2048, and must be 1024")]
    [InlineData("other-state-dict.pt", "torch.jit.save is wanted")]
    [InlineData("pickle-odd-items.pt", "opcode SETITEMS (0x75) is refused: the last key has no value")]
    [InlineData("pickle-unknown-op.pt", "0xf0 is no opcode of a pickle")]
    [InlineData("tensor-negative.pt", "is negative, where a size or place is expected")]
    [InlineData("tensor-short.pt", "the memory of a tensor has 1502 bytes, and should have 1512")]
    [InlineData("zip-duplicate.pt", "two entries are called 'model/data.pkl'")]
    [InlineData("zip-encrypted.pt", "model/data.pkl: the entry is encrypted")]
    [InlineData("zip-half.pt", "it is no zip archive, or is cut")]
    [InlineData("zip-bomb.pt", "the limit for its size")]
    [InlineData("zip-no-root-code.pt", "the code of the class __torch__.torch_neuronx.xla_impl.trace.NeuronModule is missing")]
    public void A_refusal_says_what_is_wrong_and_where(string name, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => ModelFile.Read(Fixture.At("torchscript-damaged", name)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Tensors(IEnumerable<JsonElement> tensors) =>
        NeffFixtureSpecs.Specs(tensors).Zip(tensors, (spec, tensor) => $"{spec} {tensor.GetProperty("dynamic_batch").GetBoolean()}");

    private static string Describe(InspectedTensor tensor) => $"{tensor.Name} {tensor.ElementType!.Value.OipName()} {tensor.Shape} {tensor.AllowsDynamicBatch}";
}

using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Code;

public sealed class ForwardSpecs
{
    [Theory]
    [InlineData("b = self.b\na = self.a\nreturn (b).forward((a).forward(x, ), )", "a b")]
    [InlineData("_0 = (getattr(self, \"c\")).forward(x, )\nreturn (self.a).forward(_0, )", "c a")]
    [InlineData("h = (self.b).forward(x)\nh0 = (self.b).forward(h)\nreturn (self.a).forward(h0)", "b b a")]
    [InlineData("t = ((self.a).forward(x, ), y)\nu, v, = t\nreturn (self.b).forward(u, )", "a b")]
    [InlineData("d = {\"k\": (self.a).forward(x, )}\nreturn (self.b).forward(d[\"k\"], )", "a b")]
    [InlineData("l = annotate(List[Tensor], [])\n_0 = torch.append(l, (self.a).forward(x, ))\nreturn (self.b).forward(l[0], )", "a b")]
    [InlineData("for i in range(2):\n  x = (self.a).forward(x, )\nreturn x", "a a")]
    [InlineData("if self.training:\n  z = torch.relu(x)\nelse:\n  z = (self.c).forward(x, )\nreturn z", "c")]
    [InlineData("if torch.__is__(x, None):\n  z = torch.relu(y)\nelse:\n  z = (self.c).forward(x, )\nreturn z", "c")]
    [InlineData("_0 = torch.size(x)\nz = (self.a).forward(unchecked_cast(Tensor, x), )\nreturn z", "a")]
    [InlineData("return __torch__.helper(self.a, x, )", "a")]
    [InlineData("m = self.a\nz : Tensor = (m).forward(x, )  # a comment\nreturn (z)", "a")]
    [InlineData("""
        return (self.c).forward(
            (self.b).forward(x, ),
          )
        """, "b c")]
    public void A_chain_is_followed_whatever_way_it_is_written(string forward, string calls)
    {
        var model = Net(forward).Read();

        Assert.Equal(ForwardKind.Chain, model.Forward.Kind);
        Assert.Equal(calls, string.Join(' ', model.Forward.Calls.Select(call => call.Path.Split('.')[0])));
        Assert.Empty(model.Forward.HostOperators);
    }

    [Theory]
    [InlineData("return torch.relu((self.a).forward(x, ))", "a", "aten::relu")]
    [InlineData("h = torch.mul((self.a).forward(x, ), 2)\nreturn (self.b).forward(torch.mul(h, 3), )", "a b", "aten::mul")]
    [InlineData("return (self.a).forward(torch.zeros([2, 3]), )", "a", "aten::zeros")]
    [InlineData("return (self.a).forward(ops.quantized.linear(x, y), )", "a", "quantized::linear")]
    [InlineData("if bool(torch.gt(torch.sum(x), 0)):\n  z = (self.a).forward(x, )\nelse:\n  z = (self.b).forward(x, )\nreturn z", "a b", "aten::sum aten::gt aten::Bool prim::If")]
    [InlineData("if bool(x):\n  m = self.a\nelse:\n  m = self.b\nreturn (m).forward(x, )", "a b", "aten::Bool prim::If")]
    [InlineData("n = int(x)\nfor i in range(n):\n  x = (self.a).forward(x, )\nreturn x", "a a", "aten::Int prim::Loop")]
    [InlineData("while bool(x):\n  x = (self.a).forward(x, )\nreturn x", "a a", "aten::Bool prim::Loop")]
    [InlineData("z = (self.a).forward(x, )\nself.training = True\nreturn z", "a", "prim::SetAttr")]
    [InlineData("return (self.a).forward(x + y, )", "a", "aten::add")]
    public void What_the_host_would_have_to_do_is_named_in_order(string forward, string calls, string operators)
    {
        var model = Net(forward).Read();

        Assert.Equal(ForwardKind.HostOperators, model.Forward.Kind);
        Assert.Equal(calls, string.Join(' ', model.Forward.Calls.Select(call => call.Path.Split('.')[0])));
        Assert.Equal(operators, string.Join(' ', model.Forward.HostOperators));
    }

    [Fact]
    public void The_order_of_the_subgraphs_is_that_of_their_first_use_and_the_unused_come_last()
    {
        var model = Net("h = (self.c).forward(x, )\nreturn (self.b).forward((self.c).forward(h, ), )").Read();

        Assert.Equal(["c.model", "b.model", "a.model"], model.Subgraphs.Select(each => each.Name));
        Assert.Equal([true, true, false], model.Subgraphs.Select(each => each.IsUsed));
    }

    [Fact]
    public void A_forward_that_uses_none_leaves_all_alone()
    {
        Assert.Equal(ForwardKind.None, Net("return torch.relu(x)").Read().Forward.Kind);
        Assert.All(Net("return torch.relu(x)").Read().Subgraphs, each => Assert.False(each.IsUsed));
    }

    [Fact]
    public void Modules_in_lists_and_their_other_methods_are_followed()
    {
        var pickle = new PickleWriter().Module(
            "__torch__",
            "Net",
            ("0", each => Layer(each, "first")),
            ("1", each => Layer(each, "second")));
        var model = new ArchiveBuilder().Data(pickle)
            .Code("", "class Net(Module):\n  def forward(self: __torch__.Net, x: Tensor) -> Tensor:\n    _1 = getattr(self, \"1\")\n    _0 = getattr(self, \"0\")\n    return (_0).forward1((_1).forward(x, ), )\n")
            .Code("/nn/___torch_mangle_7", "class Layer(Module):\n  def forward(self, x):\n    return (self.model).forward([x])\n  def forward1(self, x):\n    _0, = ops.neuron.forward_v2([x], self.model)\n    return _0\n")
            .Read();

        Assert.Equal(["1.model", "0.model"], model.Forward.Calls.Select(call => call.Path));
        Assert.Equal(ForwardKind.Chain, model.Forward.Kind);

        static void Layer(PickleWriter pickle, string name) =>
            pickle.Module("__torch__.nn.___torch_mangle_7", "Layer", ("model", each => each.Neuron(Neff.NeffBuilder.Sound(name), ArchiveBuilder.Meta())));
    }

    [Fact]
    public void Named_tuples_are_taken_apart_by_name()
    {
        var model = Net("p = __torch__.Pair((self.a).forward(x, ), y)\nreturn (self.b).forward(p.left, )").Read();

        Assert.Equal(ForwardKind.Chain, model.Forward.Kind);
        Assert.Equal(["a.model", "b.model"], model.Forward.Calls.Select(call => call.Path));
    }

    [Theory]
    [InlineData("return (self.a).missing(x, )", "the class __torch__.Part has no method 'missing'")]
    [InlineData("return __torch__.other.f(x, )", "the code of __torch__.other.f, which forward calls, is missing")]
    [InlineData("return ops.neuron.forward_v2([x], CONSTANTS.c3)", "CONSTANTS.c3 is used, and constants.pkl has 0 constants")]
    [InlineData("a, b, = (self.a).forward([x, y], )[0:1]\nq, = [x, y]\nreturn q", "2 values are taken apart into 1")]
    [InlineData("for i in range(1000):\n  for j in range(10):\n    x = x[0]\nreturn x", "an attribute path is longer than 4096 characters")]
    [InlineData("return $", "the character U+0024 is not expected")]
    [InlineData("return (x", "')' is expected, and there is")]
    [InlineData("return \"x", "a text does not end")]
    [InlineData("return __torch__.forever(x, )", "its calls are nested deeper than 200")]
    [InlineData("return __torch__.bush40(x, )", "forward takes more than 1000000 steps to follow")]
    public void Code_that_cannot_be_followed_is_refused_with_its_place(string forward, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Net(forward).Read());

        Assert.StartsWith("net.pt: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("x.f(", ")")]
    [InlineData("1 if x else ", "")]
    public void Nesting_is_bounded(string open, string close)
    {
        var expression = string.Concat(Enumerable.Repeat(open, 50_000)) + "x" + string.Concat(Enumerable.Repeat(close, 50_000));

        var refusal = Assert.Throws<ModelFileException>(() => Net($"return {expression}").Read());

        Assert.Contains("nested deeper than", refusal.Message, StringComparison.Ordinal);
    }

    // The module of the builder, with some functions and a named tuple in its file.
    private static ArchiveBuilder Net(string forward) => ArchiveBuilder.Net(
        forward,
        """
        class Pair(NamedTuple):
          left : Tensor
          right : Tensor
        def helper(part: __torch__.Part, x: Tensor) -> Tensor:
          return (part).forward(x, )
        def forever(x: Tensor) -> Tensor:
          return __torch__.forever(x, )
        def bush0(x: Tensor) -> Tensor:
          return x
        """ + string.Concat(Enumerable.Range(1, 40).Select(i => $"\ndef bush{i}(x: Tensor) -> Tensor:\n  return __torch__.bush{i - 1}(__torch__.bush{i - 1}(x, ), )")));
}

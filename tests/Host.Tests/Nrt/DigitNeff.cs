using NeuronActors.FakeNrt;
using NeuronActors.Node.Demo;
using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Tests.Nrt;

/// <summary>
/// The digit net as the stand-in for libnrt can run it: it looks up the answer to each of the 256 digits. An answer is right only when every
/// byte of the digit has come through.
/// </summary>
internal static class DigitNeff
{
    public static ToyNeff Make()
    {
        const int Classes = 10;
        var digits = DigitSet.Read(DemoOptions.DigitsFolder);
        var neff = new ToyNeff()
            .Input("image", ElementType.Float32, [1, 1, DigitSet.Side, DigitSet.Side])
            .Output("logits", ElementType.Float32, [1, Classes], "lookup 0");
        for (var i = 0; i < digits.Count; i++)
        {
            var logits = new float[Classes];
            logits[digits.Label(i)] = 1;
            neff.Answer(digits.Input(i).Tensor.Data.Span, Tensor.From(logits).Data.Span);
        }

        return neff;
    }
}

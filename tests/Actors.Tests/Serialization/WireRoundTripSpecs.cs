using CsCheck;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

public sealed class WireRoundTripSpecs
{
    public static TheoryData<string> Manifests => WireMessages.Manifests;

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Any_message_comes_back_as_it_went(string manifest) => WireMessages.All[manifest].Sample(message =>
    {
        var bytes = WireMessages.Bytes(message);

        var back = WireMessages.Read(bytes, manifest);

        Assert.Equal(manifest, NeuronWire.ManifestOf(message));
        Assert.Equal(message.GetType(), back.GetType());
        Assert.Equal(Portrait.Of(message), Portrait.Of(back));
        Assert.Equal(bytes, WireMessages.Bytes(back));
    });

    // What no sample sets cannot be seen to be lost.
    [Theory]
    [MemberData(nameof(Manifests))]
    public void Every_property_takes_several_values_in_the_samples(string manifest)
    {
        var seen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        WireMessages.All[manifest].Array[100].Sample(
            messages =>
            {
                foreach (var (property, value) in messages.SelectMany(Portrait.Properties))
                {
                    if (!seen.TryGetValue(property, out var values)) seen[property] = values = new(StringComparer.Ordinal);
                    values.Add(value);
                }
            },
            iter: 1,
            threads: 1);

        Assert.All(seen, property => Assert.True(property.Value.Count > 1, $"{property.Key} is {property.Value.First()} in every sample."));
    }

    [Fact]
    public void A_tensor_owns_its_memory_when_it_arrives()
    {
        var bytes = WireMessages.Bytes(new Infer(new ModelName("m"), [new("x", Tensor.From<byte>([7]))]));
        var back = (Infer)WireMessages.Read(bytes, WireManifest.Infer);

        bytes.AsSpan().Clear();

        Assert.Equal(7, back.Inputs[0].Tensor.Data.Span[0]);
    }

    [Fact]
    public void A_deadline_that_has_passed_arrives_as_one_that_has_passed()
    {
        // −1 ms is Timeout.InfiniteTimeSpan, which would make no deadline of it.
        var passed = new Infer(new ModelName("m"), []) { Deadline = Deadline.After(TimeSpan.FromTicks(-TimeSpan.TicksPerMillisecond - 1), WireMessages.Clock) };

        var back = (Infer)WireMessages.Read(WireMessages.Bytes(passed), WireManifest.Infer);

        Assert.Equal(TimeSpan.Zero, back.Deadline.Left(WireMessages.Clock));
        Assert.False(back.Deadline.IsNone);
    }

    [Fact]
    public void Arrays_that_were_never_set_arrive_empty()
    {
        var back = (Infer)WireMessages.Read(WireMessages.Bytes(new Infer(default, default)), WireManifest.Infer);

        Assert.Equal("", back.Model.Value);
        Assert.Empty(back.Inputs);
    }

    [Fact]
    public void Half_a_character_becomes_a_replacement_character_and_stops_nothing()
    {
        var back = (InferFailed)WireMessages.Read(
            WireMessages.Bytes(new InferFailed(RuntimeErrorKind.Unknown, "a\uD83E")), WireManifest.InferFailed);

        Assert.Equal("a\uFFFD", back.Message);
    }
}

using System.Buffers.Binary;
using System.Runtime.Serialization;
using CsCheck;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

public sealed class WireCorruptionSpecs
{
    public static TheoryData<string> Manifests => WireMessages.Manifests;

    [Theory]
    [MemberData(nameof(Manifests))]
    public void No_prefix_of_a_message_is_a_message(string manifest) => WireMessages.All[manifest].Select(WireMessages.Bytes).Sample(bytes =>
    {
        for (var length = 0; length < bytes.Length; length++)
        {
            var flaw = Assert.Throws<SerializationException>(() => WireMessages.Read(bytes[..length], manifest));
            Assert.Contains(manifest, flaw.Message, StringComparison.Ordinal);
        }
    });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_that_were_changed_are_refused_or_are_another_message(string manifest) =>
        Gen.Select(WireMessages.All[manifest].Select(WireMessages.Bytes), Gen.Select(Gen.UInt, Gen.Byte).Array[1, 4]).Sample((bytes, changes) =>
        {
            foreach (var (at, value) in changes) bytes[at % bytes.Length] = value;
            ReadOrRefuse(bytes, manifest);
        });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_of_no_message_at_all_are_refused(string manifest) =>
        Gen.Byte.Array[0, 200].Sample(bytes => ReadOrRefuse([NeuronWire.Version, .. bytes], manifest));

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_count_that_is_garbage_is_not_allocated_for(string manifest) =>
        Gen.Select(WireMessages.All[manifest].Select(WireMessages.Bytes), Gen.OneOf(int.MaxValue, int.MinValue, 100_000_000)).Sample(
            (bytes, garbage) =>
            {
                for (var at = 1; at + sizeof(int) <= bytes.Length; at++)
                {
                    var changed = bytes.ToArray();
                    BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), garbage);

                    var before = GC.GetAllocatedBytesForCurrentThread();
                    ReadOrRefuse(changed, manifest);

                    // The message itself and the exception, whose text and stack trace take some.
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
                }
            },
            iter: 10);

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_too_many_are_refused_in_a_message_of_this_version(string manifest) =>
        WireMessages.All[manifest].Select(WireMessages.Bytes).Sample(bytes =>
        {
            var flaw = Assert.Throws<SerializationException>(() => WireMessages.Read([.. bytes, 0], manifest));
            Assert.Contains("1 bytes too many", flaw.Message, StringComparison.Ordinal);
        });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Fields_that_a_newer_version_added_are_passed_over(string manifest) => WireMessages.All[manifest].Sample(message =>
    {
        byte[] newer = [.. WireMessages.Bytes(message), 1, 2, 3];
        newer[0] = NeuronWire.Version + 1;

        Assert.Equal(Portrait.Of(message), Portrait.Of(WireMessages.Read(newer, manifest)));
    });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Version_0_does_not_exist(string manifest)
    {
        var flaw = Assert.Throws<SerializationException>(() => WireMessages.Read([0], manifest));
        Assert.Contains("version 0", flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_manifest_is_named()
    {
        var flaw = Assert.Throws<SerializationException>(() => WireMessages.Read([NeuronWire.Version], "XX9"));
        Assert.Contains("'XX9'", flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_code_is_named_with_its_enum()
    {
        var bytes = WireMessages.Bytes(new InferRejected(RejectionReason.QueueFull, ""));
        bytes[5] = 99;

        var flaw = Assert.Throws<SerializationException>(() => WireMessages.Read(bytes, WireManifest.InferRejected));
        Assert.Contains("99 is no RejectionReason", flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_refused_where_it_is_written()
    {
        Assert.Throws<SerializationException>(() => WireMessages.Bytes(new Infer(new ModelName("m"), [default])));
        Assert.Throws<SerializationException>(() => WireMessages.Bytes(new Infer(new ModelName("m"), [new NamedTensor("x", null!)])));
    }

    // Anything else that is thrown fails the spec.
    private static void ReadOrRefuse(byte[] bytes, string manifest)
    {
        try
        {
            WireMessages.Read(bytes, manifest);
        }
        catch (SerializationException)
        {
        }
    }
}

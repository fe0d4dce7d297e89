using System.Runtime.Serialization;
using CsCheck;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Tests.Serialization;

public sealed class PoolPackingSpecs
{
    [Fact]
    public void What_is_packed_is_unpacked_to_the_same() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 255]).Sample((length, variety) =>
        {
            var message = Message(length, variety);
            var packed = PoolPacking.Pack(message);

            Assert.Equal(message, PoolPacking.Unpack(packed));
            Assert.True(packed.Length <= message.Length + 64);
        });

    [Fact]
    public void Small_messages_go_as_they_are()
    {
        var message = Message(PoolPacking.PackFrom - 1, 3);

        Assert.Same(message, PoolPacking.Pack(message));
        Assert.NotSame(message, PoolPacking.Pack(Message(PoolPacking.PackFrom, 3)));
    }

    [Fact]
    public void A_damaged_one_is_refused_and_so_is_one_that_claims_too_much()
    {
        var packed = PoolPacking.Pack(Message(10_000, 7));

        Assert.Throws<SerializationException>(() => PoolPacking.Unpack(packed[..^3]));
        Assert.Throws<SerializationException>(() => PoolPacking.Unpack([255, 255, 255, 255, 127, 0]));
        Assert.Throws<SerializationException>(() => PoolPacking.Unpack([255, 0, 0, 0, 0, 0]));
        byte[] shorter = [.. packed];
        shorter[1]--;
        Assert.Throws<SerializationException>(() => PoolPacking.Unpack(shorter));
    }

    // No message begins with 255: that is where its version is.
    private static byte[] Message(int length, int variety) => [.. Enumerable.Range(0, length).Select(i => (byte)(i == 0 ? PoolWire.Version : i * i % variety))];
}

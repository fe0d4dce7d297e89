using System.Runtime.Serialization;
using CsCheck;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Tests.Serialization;

public sealed class PoolWireSpecs
{
    public static TheoryData<string> Manifests => [.. PoolMessages.All.Keys];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Any_message_comes_back_as_it_went(string manifest) => PoolMessages.All[manifest].Sample(message =>
    {
        var bytes = PoolWire.ToBytes(message);

        var back = PoolWire.Read(bytes, manifest);

        Assert.Equal(manifest, PoolWire.ManifestOf(message));
        Assert.Equal(Portrait.Of(message), Portrait.Of(back));
        Assert.Equal(bytes, PoolWire.ToBytes(back));
    });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_that_are_no_such_message_are_refused_and_nothing_else_is_thrown(string manifest) =>
        Gen.Select(PoolMessages.All[manifest], Gen.Select(Gen.UInt, Gen.Byte).Array[1, 4]).Sample((message, changes) =>
        {
            var bytes = PoolWire.ToBytes(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<SerializationException>(() => PoolWire.Read(bytes.AsSpan(0, length), manifest));
            }

            foreach (var (at, value) in changes) bytes[at % bytes.Length] = value;
            try
            {
                PoolWire.Read(bytes, manifest);
            }
            catch (SerializationException)
            {
            }
        });

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Fields_that_a_newer_version_added_are_passed_over_and_bytes_too_many_are_not(string manifest) =>
        PoolMessages.All[manifest].Sample(message =>
        {
            byte[] longer = [.. PoolWire.ToBytes(message), 1, 2, 3];
            Assert.Throws<SerializationException>(() => PoolWire.Read(longer, manifest));

            longer[0] = PoolWire.Version + 1;
            Assert.Equal(Portrait.Of(message), Portrait.Of(PoolWire.Read(longer, manifest)));
        });

    [Fact]
    public void Every_message_of_the_pool_has_a_manifest_of_its_own()
    {
        var messages = typeof(IPoolWireMessage).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IPoolWireMessage)));

        Assert.Equal(
            messages.Select(type => type.Name).Order(), PoolMessages.All.Values.Select(samples => samples.Single().GetType().Name).Order());
        Assert.Equal(
            typeof(PoolManifest).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(), PoolMessages.All.Keys.Order());
    }

    [Fact]
    public void Codes_stay_what_they_are()
    {
        string[] inOrder = ["InvalidArgument", "ModelNotFound", "NameTaken", "CoreUnavailable", "NodeNotFound", "StaleVersion", "NoCoordinator", "Busy"];

        Assert.Equal(inOrder.Order(), Enum.GetNames<PoolRejection>().Order());
        for (var i = 0; i < inOrder.Length; i++) Assert.Equal(i + 1, PoolCodes.Rejection.Of(Enum.Parse<PoolRejection>(inOrder[i])));
    }
}

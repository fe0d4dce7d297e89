using System.Runtime.Serialization;

namespace NeuronActors.Cluster.Tests.Security;

public sealed class StrictMessagesSpecs
{
    [Fact]
    public async Task Bytes_that_name_the_type_to_be_made_of_them_are_not_taken()
    {
        await using var node = new RemotePeer("", setup => setup);
        await using var careless = new RemotePeer(
            """
            akka.actor.serializers.json = "Akka.Serialization.NewtonSoftJsonSerializer, Akka"
            akka.actor.serialization-settings.allow-unregistered-types = on
            """,
            setup => setup);
        Gadget.Made = 0;

        careless.Tell(node, new Gadget());

        // What is sent by one to another arrives in order, so the answer to this comes after whatever became of that.
        Assert.Equal("hello", await careless.AskAsync(node));
        Assert.Equal((1, 1), (Gadget.Made, node.Heard));
        careless.Tell(careless, new Gadget());
        Assert.Equal("hello", await careless.AskAsync(careless));
        Assert.Equal(2, careless.Heard);
    }

    [Fact]
    public async Task A_message_without_a_serializer_of_its_own_is_an_error_of_its_sender()
    {
        await using var node = new RemotePeer("", setup => setup);
        var serialization = node.System.Serialization;

        var flaw = Assert.Throws<SerializationException>(() => serialization.FindSerializerFor(new Gadget()).ToBinary(new Gadget()));

        Assert.Contains(nameof(Gadget), flaw.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => serialization.Deserialize("{}"u8.ToArray(), serializerId: 1, manifest: ""));
        Assert.Equal("hello", serialization.FindSerializerFor("hello").FromBinary<string>(serialization.FindSerializerFor("hello").ToBinary("hello")));
    }

    public sealed class Gadget
    {
        public Gadget() => Made++;

        public static int Made { get; set; }
    }
}

using Akka.Actor;
using Akka.Configuration;
using CsCheck;
using NeuronActors.Configuration;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

public sealed class WireCoverageSpecs
{
    private const string Strict = """
        akka.loglevel = WARNING
        akka.actor.serialization-settings.allow-unregistered-types = off
        """;

    private static readonly Type[] Messages =
        [.. typeof(INeuronWireMessage).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(INeuronWireMessage).IsAssignableFrom(type))];

    [Fact]
    public void Every_wire_message_is_sealed_and_public_and_has_a_manifest_of_its_own()
    {
        var manifests = WireMessages.All.ToDictionary(entry => entry.Key, entry => Sample(entry.Key).GetType());

        Assert.Equal(Messages.OrderBy(type => type.Name), manifests.Values.OrderBy(type => type.Name));
        Assert.All(Messages, type => Assert.True(type is { IsSealed: true, IsPublic: true }, $"{type} is not sealed and public."));
        Assert.All(manifests, entry => Assert.Equal(entry.Key, NeuronWire.ManifestOf(Sample(entry.Key))));
    }

    [Fact]
    public void The_constants_are_the_manifests()
    {
        var constants = typeof(WireManifest).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(WireMessages.All.Keys.Order(), constants.Order());
    }

    [Fact]
    public async Task Every_wire_message_is_bound_in_a_strict_system_that_has_the_defaults_in_its_hocon()
    {
        var system = ActorSystem.Create("strict", ConfigurationFactory.ParseString(Strict).WithFallback(NeuronSettings.Defaults()));

        AssertBound(system);
        await system.Terminate();
    }

    [Fact]
    public async Task Every_wire_message_is_bound_in_a_strict_system_that_gets_the_defaults_later()
    {
        var system = ActorSystem.Create("strict", Strict);
        NeuronWireExtension.Get(system);

        AssertBound(system);
        await system.Terminate();
    }

    [Fact]
    public void A_message_of_others_is_refused_even_if_it_is_marked()
    {
        var flaw = Assert.Throws<System.Runtime.Serialization.SerializationException>(() => WireSize.Of(new Foreign()));

        Assert.Contains(nameof(Foreign), flaw.Message, StringComparison.Ordinal);
    }

    private static void AssertBound(ActorSystem system)
    {
        foreach (var manifest in WireMessages.All.Keys)
        {
            var message = Sample(manifest);
            var serializer = Assert.IsType<NeuronMessageSerializer>(system.Serialization.FindSerializerFor(message));

            Assert.Equal(1717, serializer.Identifier);
            var back = system.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));
            Assert.IsType(message.GetType(), back);
        }
    }

    private static INeuronWireMessage Sample(string manifest) => WireMessages.All[manifest].Single();

    private sealed record Foreign : INeuronWireMessage;
}

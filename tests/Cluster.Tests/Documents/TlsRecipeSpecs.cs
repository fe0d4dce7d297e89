using NeuronActors.Cluster.Tests.Security;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Documents;

/// <summary>What <see cref="TlsRecipe"/> makes is good for both ways between nodes.</summary>
public sealed class TlsRecipeSpecs
{
    [OpenSslFact]
    public async Task Nodes_with_certificates_of_the_recipe_talk_on_both_ports_and_its_checks_say_so()
    {
        using var recipe = new TlsRecipe();
        await recipe.MakeAuthorityAsync();
        TlsSettings[] files = [await recipe.MakeNodeAsync("n1"), await recipe.MakeNodeAsync("n2")];

        await using var first = SecurePeer.Of(files[0]);
        await using var second = SecurePeer.Of(files[1]);
        Assert.Equal("hello", await second.AskAsync(first));
        await using var server = await TensorServer.StartAsync(With(files[0]), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)));
        await using var channel = new TensorChannels(With(files[1])).Open(TwoNodes.EndpointAt(server.Port));
        Assert.IsType<InferCompleted>((await channel.InferAsync(TwoNodes.Request(1), CancellationToken.None)).Answer);

        foreach (var port in (int[])[first.Address.Port!.Value, server.Port])
        {
            Assert.Contains("Verification: OK", await recipe.IsOnAsync("n2", port), StringComparison.Ordinal);
        }
    }

    private static TransportSettings With(TlsSettings tls) => new() { Tls = tls, Address = "127.0.0.1" };
}

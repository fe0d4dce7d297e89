using Google.Protobuf.Reflection;
using Grpc.Reflection.V1Alpha;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>Tools that know nothing of the node beforehand ask it.</summary>
public sealed class ReflectionSpecs
{
    [Fact]
    public async Task The_node_tells_its_services_and_their_messages()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));
        using var channel = node.Connect();
        using var stream = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        await stream.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        var services = stream.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToArray();
        await stream.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "inference.GRPCInferenceService" });
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        var files = stream.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToArray();
        await stream.RequestStream.CompleteAsync();

        Assert.Contains("inference.GRPCInferenceService", services);
        Assert.Contains("neuron.placement.v1.PlacementService", services);
        Assert.Contains("grpc.health.v1.Health", services);
        Assert.Contains(files, file => file.Package == "inference" && file.MessageType.Any(message => message.Name == "ModelInferRequest"));
    }
}

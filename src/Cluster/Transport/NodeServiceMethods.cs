using Grpc.AspNetCore.Server.Model;

namespace NeuronActors.Cluster.Transport;

/// <summary>Tells gRPC which method is answered by what, as generated code would.</summary>
internal sealed class NodeServiceMethods(TensorMethods methods, NodeService service) : IServiceMethodProvider<NodeService>
{
    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<NodeService> context)
    {
        context.AddDuplexStreamingMethod(methods.Infer, [], static (node, from, to, call) => node.Tensors.ServeAsync(from, to, call));
        context.AddServerStreamingMethod(TensorMethods.Watch, [], static (node, _, to, call) => node.Watch.RunAsync(to, call));
        if (service.Tensors.Shares)
        {
            context.AddDuplexStreamingMethod(methods.Share, [], static (node, from, to, call) => node.Tensors.ShareAsync(from, to, call));
            context.AddServerStreamingMethod(methods.Collect, [], static (node, ticket, to, call) => node.Tensors.CollectAsync(ticket, to, call));
        }

        if (service.Files is null) return;

        context.AddUnaryMethod(TensorMethods.Manifest, [], static (node, request, call) => node.Files!.ManifestAsync(request, call));
        context.AddServerStreamingMethod(TensorMethods.ReadFile, [], static (node, request, to, call) => node.Files!.ReadAsync(request, to, call));
    }
}

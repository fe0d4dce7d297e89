using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.Benchmarks.Http.Protocol;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>Lanes to one server, and what they share.</summary>
internal sealed class Lanes(ILane[] lanes, GrpcChannel[] channels) : IDisposable
{
    // One connection to a channel; as many as there are processors on the smallest machine that this runs on.
    private const int Channels = 2;

    public ILane[] All => lanes;

    public static async Task<Lanes> RestAsync(Uri address, int count, string model, NamedTensor input)
    {
        var lanes = new ILane[count];
        for (var i = 0; i < count; i++) lanes[i] = await RestLane.ConnectAsync(address, model, input);
        return new Lanes(lanes, []);
    }

    public static Lanes Grpc(Uri address, int count, string model, NamedTensor input)
    {
        GrpcChannel[] channels = [.. Enumerable.Range(0, Channels).Select(_ => GrpcChannel.ForAddress(address))];
        GRPCInferenceService.GRPCInferenceServiceClient[] clients = [.. channels.Select(channel => new GRPCInferenceService.GRPCInferenceServiceClient(channel))];
        var request = GrpcLane.RequestOf(model, input);
        return new Lanes([.. Enumerable.Range(0, count).Select(i => new GrpcLane(clients[i % Channels], request))], channels);
    }

    /// <summary>One request on each lane, and then all of them at once until the server's code is compiled: what is measured is a server that runs.</summary>
    public async Task WarmUpAsync(Effort effort)
    {
        foreach (var lane in lanes) await lane.SendAsync();
        await LaneLoad.ClosedAsync(lanes, effort.SettleIn, effort.ServerWarmUp);
    }

    /// <summary>Whether a server has the gRPC service.</summary>
    public static async Task<bool> HasGrpcAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        try
        {
            return (await new GRPCInferenceService.GRPCInferenceServiceClient(channel).ServerLiveAsync(new ServerLiveRequest())).Live;
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.Unimplemented)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var lane in lanes) lane.Dispose();
        foreach (var channel in channels) channel.Dispose();
    }
}

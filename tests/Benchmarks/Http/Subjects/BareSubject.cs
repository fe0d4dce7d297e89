using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>
/// What a server of this one net would be that somebody writes by hand: Kestrel, the session, and nothing in between. It looks for the tensor
/// behind the JSON and does not read that; its answer's JSON is always the same.
/// </summary>
internal sealed class BareSubject : ISubject
{
    private const string Path = "/v2/models/mnist/infer";
    private const string JsonLength = "Inference-Header-Content-Length";

    private static readonly byte[] AnswerJson =
        """{"model_name":"mnist","model_version":"1","outputs":[{"name":"logits","datatype":"FP32","shape":[1,10],"parameters":{"binary_data_size":40}}]}"""u8.ToArray();

    private readonly WebApplication _app;
    private readonly BareMnist _net;

    private BareSubject(WebApplication app, BareMnist net)
    {
        (_app, _net) = (app, net);
        Uri[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];
        (Rest, Grpc) = (addresses[0], addresses[1]);
    }

    public Uri Rest { get; }

    public Uri Grpc { get; }

    public static async Task<BareSubject> StartAsync()
    {
        var net = new BareMnist();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(net);
        var app = builder.Build();
        app.Use(next => context => context.Request.Path == Path ? InferAsync(context, net) : next(context));
        app.UseRouting();
        app.MapGrpcService<BareInferenceService>();
        await app.StartAsync();
        return new BareSubject(app, net);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _net.Dispose();
    }

    private static async Task InferAsync(HttpContext context, BareMnist net)
    {
        var length = (int)context.Request.ContentLength!;
        var json = int.Parse(context.Request.Headers[JsonLength]!, CultureInfo.InvariantCulture);
        var body = ArrayPool<byte>.Shared.Rent(length);
        for (var read = 0; read < length;)
        {
            var part = await context.Request.BodyReader.ReadAsync();
            part.Buffer.CopyTo(body.AsSpan(read));
            read += (int)part.Buffer.Length;
            context.Request.BodyReader.AdvanceTo(part.Buffer.End);
        }

        var logits = net.Run(body.AsSpan(json, length - json));
        ArrayPool<byte>.Shared.Return(body);
        var response = context.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = AnswerJson.Length + logits.Length;
        response.Headers[JsonLength] = AnswerJson.Length.ToString(CultureInfo.InvariantCulture);
        response.BodyWriter.Write(AnswerJson);
        response.BodyWriter.Write(logits);
        await response.BodyWriter.FlushAsync();
    }
}

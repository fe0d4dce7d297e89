using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace NeuronActors.Node.Metrics.Otlp;

/// <summary>Sends the metrics by OTLP, if somebody wants them; the variables of OpenTelemetry say how often, and with which headers.</summary>
internal sealed class OtlpExport(ServeOptions options, NodeParts parts, NodeMetrics metrics, NodeWatch watch) : IHostedService, IDisposable
{
    // The port that OTLP over HTTP has by convention; gRPC has 4317.
    private const int HttpPort = 4318;

    private NodeMeter? _meter;
    private MeterProvider? _provider;

    private bool IsWanted => options.Otlp is not null || Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted) return Task.CompletedTask;

        _meter = new NodeMeter(metrics, watch);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(ServerMetadata.Own.Name, serviceVersion: ServerMetadata.Own.Version, serviceInstanceId: parts.NodeName))
            .AddMeter(NodeMeter.Name, InferenceMeter.Name, NeuronTelemetry.Name)
            .AddView(ViewOf)
            .AddOtlpExporter(Configure)
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what there is, and ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _provider?.Dispose();
        _meter?.Dispose();
        (_provider, _meter) = (null, null);
    }

    // What the runtime says of cores and models is there under the clients' names already; its durations are not.
    private static MetricStreamConfiguration? ViewOf(Instrument instrument) => instrument.Name switch
    {
        InferenceMeter.DurationName => new ExplicitBucketHistogramConfiguration { Boundaries = [.. ModelReadings.Bounds] },
        _ when instrument.Meter.Name == NeuronTelemetry.Name && instrument is not Histogram<double> => MetricStreamConfiguration.Drop,
        _ => null,
    };

    private void Configure(OtlpExporterOptions exporter)
    {
        if (options.Otlp is not { } url) return;

        exporter.Protocol = url.Port == HttpPort ? OtlpExportProtocol.HttpProtobuf : exporter.Protocol;
        exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri(url, "/v1/metrics") : url;
    }
}

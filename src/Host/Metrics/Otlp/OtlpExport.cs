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
using OpenTelemetry.Trace;

namespace NeuronActors.Node.Metrics.Otlp;

/// <summary>Sends metrics and traces by OTLP, if somebody wants them; the variables of OpenTelemetry say how often, and with which headers.</summary>
internal sealed class OtlpExport(ServeOptions options, NodeParts parts, NodeMetrics metrics, NodeWatch watch) : IHostedService, IDisposable
{
    // The port that OTLP over HTTP has by convention; gRPC has 4317.
    private const int HttpPort = 4318;

    private NodeMeter? _meter;
    private MeterProvider? _provider;
    private TracerProvider? _traces;

    private bool IsWanted => options.Otlp is not null || Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted) return Task.CompletedTask;

        _meter = new NodeMeter(metrics, watch);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(NodeMeter.Name, InferenceMeter.Name, NeuronTelemetry.Name)
            .AddView(ViewOf)
            .AddOtlpExporter(exporter => Configure(exporter, "/v1/metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(InferenceTraces.Name, NeuronTelemetry.Name)
            .AddOtlpExporter(exporter => Configure(exporter, "/v1/traces"))
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
        _traces?.Dispose();
        _provider?.Dispose();
        _meter?.Dispose();
        (_traces, _provider, _meter) = (null, null, null);
    }

    private void Describe(ResourceBuilder resource) =>
        resource.AddService(ServerMetadata.Own.Name, serviceVersion: ServerMetadata.Own.Version, serviceInstanceId: parts.NodeName);

    // What the runtime says of cores and models is there under the clients' names already; its durations are not, and the runtime's name for
    // a load says nothing to who reads them.
    private static MetricStreamConfiguration? ViewOf(Instrument instrument) => instrument.Name switch
    {
        InferenceMeter.DurationName => new ExplicitBucketHistogramConfiguration { Boundaries = [.. ModelReadings.Bounds] },
        _ when instrument.Meter.Name == NeuronTelemetry.Name && instrument is not Histogram<double> => MetricStreamConfiguration.Drop,
        RuntimeInstruments.ChangeDuration => new MetricStreamConfiguration { TagKeys = ["kind", "outcome"] },
        RuntimeInstruments.StepDuration => new MetricStreamConfiguration { TagKeys = ["step"] },
        _ => null,
    };

    private void Configure(OtlpExporterOptions exporter, string path)
    {
        if (options.Otlp is not { } url) return;

        exporter.Protocol = url.Port == HttpPort ? OtlpExportProtocol.HttpProtobuf : exporter.Protocol;
        exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri(url, path) : url;
    }
}

namespace NeuronActors.Cluster.Transport;

/// <summary>Makes channels that all have the same settings and certificates.</summary>
internal sealed class TensorChannels : INodeChannels
{
    private readonly TransportSettings _settings;
    private readonly TimeProvider _clock;
    private readonly TensorMethods _methods;

    /// <exception cref="ArgumentException">A setting is out of bounds, or the certificates cannot be used.</exception>
    public TensorChannels(TransportSettings settings, TransportCertificates? certificates = null, TimeProvider? clock = null)
    {
        _settings = settings.Validate();
        Certificates = certificates ?? TransportCertificates.Of(settings.Tls);
        _clock = clock ?? TimeProvider.System;
        _methods = new TensorMethods(_clock);
    }

    /// <summary>The certificates; null without TLS.</summary>
    public TransportCertificates? Certificates { get; }

    /// <inheritdoc/>
    public INodeChannel Connect(NodeEndpoint endpoint) => Open(endpoint);

    /// <summary>As <see cref="Connect"/>.</summary>
    public TensorChannel Open(NodeEndpoint endpoint) => new(endpoint, _settings, Certificates, _methods, _clock);
}

using Akka.Configuration;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Transport;
using NeuronActors.Configuration;

namespace NeuronActors.Cluster.Configuration;

/// <summary>Reads the settings of tensors and files between nodes; nothing else reads that part of the HOCON.</summary>
internal static class TransportHocon
{
    private const string TransportPath = "neuron.cluster.transport";
    private const string FilesPath = "neuron.cluster.files";
    private const string FolderName = "neuron-models";

    /// <summary>The defaults, with their reasons.</summary>
    public static Config Defaults() => ConfigurationFactory.FromResource("NeuronActors.Cluster.neuron-transport.conf", typeof(TransportHocon).Assembly);

    /// <summary>Reads and checks <c>neuron.cluster.transport</c>.</summary>
    /// <exception cref="ConfigurationException">A value is missing or wrong; the message has its key and what is expected.</exception>
    public static TransportSettings ReadTransport(Config config)
    {
        var from = new SettingsReader(config, TransportPath);
        return Checked(TransportPath, () => new TransportSettings
        {
            Address = from.Text("address") is not "default" and var address ? address : null,
            Port = from.Int("port", min: 0),
            MaxMessageBytes = checked((int)Bytes(config, $"{TransportPath}.max-message-bytes")),
            MaxInFlight = from.Int("max-in-flight", min: 1),
            MaxInFlightBytes = Bytes(config, $"{TransportPath}.max-in-flight-bytes"),
            MaxSharedBytes = checked((int)Bytes(config, $"{TransportPath}.max-shared-bytes")),
            MaxWaiting = from.Int("max-waiting", min: 0),
            StreamsPerConnection = from.Int("streams-per-connection", min: 2),
            ConnectTimeout = from.Time("connect-timeout"),
            KeepAliveDelay = from.Time("keep-alive-delay"),
            KeepAliveTimeout = from.Time("keep-alive-timeout"),
            StopTimeout = from.Time("stop-timeout"),
            Tls = ReadTls(from.Section("tls")),
        }.Validate());
    }

    /// <summary>The host that other nodes are told; null for that of the actor system.</summary>
    public static string? ReadPublicHost(Config config) => new SettingsReader(config, TransportPath).OptionalText("public-host");

    /// <summary>Reads and checks <c>neuron.cluster.files</c>.</summary>
    /// <param name="config">The HOCON.</param>
    /// <param name="node">The node, which has a folder of its own unless another one is given.</param>
    /// <exception cref="ConfigurationException">A value is missing or wrong; the message has its key and what is expected.</exception>
    public static ModelFileSettings ReadFiles(Config config, NodeName node)
    {
        var from = new SettingsReader(config, FilesPath);
        var folder = from.Text("cache-directory");
        return Checked(FilesPath, () => new ModelFileSettings(folder is "default" ? Path.Combine(Path.GetTempPath(), FolderName, node.Value) : folder)
        {
            MaxBytes = Bytes(config, $"{FilesPath}.max-bytes"),
            StallTimeout = from.Time("stall-timeout"),
        }.Validate());
    }

    /// <summary>Reads and checks <c>neuron.cluster.transport.tls</c>, which holds for Akka's remoting as well; null for no TLS.</summary>
    /// <exception cref="ConfigurationException">A value is missing or wrong; the message has its key and what is expected.</exception>
    public static TlsSettings? ReadTls(Config config) => Checked(TransportPath, () =>
    {
        var tls = ReadTls(new SettingsReader(config, TransportPath).Section("tls"));
        tls?.Validate();
        return tls;
    });

    private static TlsSettings? ReadTls(SettingsReader from)
    {
        var tls = new TlsSettings(from.Text("ca-file"), from.Text("certificate-file"), from.Text("key-file")) { CheckHost = from.Flag("check-host") };
        if (from.Flag("enabled")) return tls;

        // Whoever names certificates believes that they are used.
        return tls is { CaFile: "", CertificateFile: "", KeyFile: "" }
            ? null
            : throw new ArgumentException("tls has files, and tls.enabled is off. Turn it on, or leave the files out.");
    }

    private static long Bytes(Config config, string key)
    {
        try
        {
            return config.GetByteSize(key) ?? throw new ConfigurationException($"{key} is missing.");
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException or ArgumentException)
        {
            throw new ConfigurationException($"{key} is '{config.GetString(key)}', and must be a size such as 64MiB or 1048576.", unreadable);
        }
    }

    private static T Checked<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException flaw)
        {
            throw new ConfigurationException($"{path}.{flaw.Message}", flaw);
        }
        catch (OverflowException tooLarge)
        {
            throw new ConfigurationException($"{path}.max-message-bytes is larger than 2 GiB, which no message can be.", tooLarge);
        }
    }
}

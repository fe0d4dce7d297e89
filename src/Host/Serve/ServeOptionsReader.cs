using System.Globalization;
using System.Text;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serve.Joining;
using NeuronActors.Node.Serve.Listening;
using NeuronActors.Node.Serve.Settings;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Serve;

/// <summary>Makes <see cref="ServeOptions"/> of what was set.</summary>
internal static class ServeOptionsReader
{
    /// <exception cref="ServeException">A value cannot be used, or two contradict each other; says where and what is expected.</exception>
    public static ServeOptions Read(SettingSources sources)
    {
        var read = new SettingsReader(sources);
        var runtime = read.Choice<RuntimeKind>(ServeSettings.Runtime);
        var nodeName = read.Text(ServeSettings.NodeName) ?? Environment.MachineName;
        var options = new ServeOptions
        {
            Http = read.Address(ServeSettings.Http, "http://127.0.0.1:8000", mayBeOff: false)!,
            Grpc = read.Address(ServeSettings.Grpc, "http://127.0.0.1:8001", mayBeOff: true),
            Metrics = read.Address(ServeSettings.Metrics, "http://127.0.0.1:8002", mayBeOff: true),
            TritonMetrics = read.Flag(ServeSettings.TritonMetrics),
            Otlp = read.Url(ServeSettings.Otlp),
            NodeName = nodeName,
            Runtime = runtime ?? RuntimeKind.Cpu,
            Repository = ReadRepository(read, runtime ?? RuntimeKind.Cpu),
            Deadlines = new DeadlineLimits(read.Time(ServeSettings.DefaultDeadline), read.Time(ServeSettings.MaxDeadline)),
            Access = ReadAccess(read),
            Tls = ReadTls(read),
            Cluster = ClusterOptionsReader.Read(read, nodeName),
            Hocon = ReadHocon(read, runtime),
            MaxRequestBytes = read.Size(ServeSettings.MaxRequestBytes) ?? 128 << 20,
            MaxUploadBytes = read.Size(ServeSettings.MaxUploadBytes) ?? 1 << 30,
            DrainDelay = read.Time(ServeSettings.DrainDelay) ?? TimeSpan.Zero,
            ShutdownTimeout = read.Time(ServeSettings.ShutdownTimeout) ?? TimeSpan.FromSeconds(60),
            LogLevel = read.Choice<LogLevel>(ServeSettings.LogLevel) ?? LogLevel.Information,
        };
        Check(options);
        return options;
    }

    private static void Check(ServeOptions options)
    {
        foreach (var address in new[] { options.Http, options.Grpc, options.Metrics })
        {
            if (address is { IsTls: true } && options.Tls is null) throw Usage("An https address needs --tls-certificate.");
        }

        // Without TLS nothing tells the two apart before the first byte.
        if (!options.Http.IsTls && options.Http.EndPoint.Port != 0 && options.Http.EndPoint.Equals(options.Grpc?.EndPoint))
        {
            throw Usage("--http and --grpc can share an address only with TLS; without it HTTP/2 needs a port of its own.");
        }

        if (options.Access.ClosesInference && options.Access is { ApiKey: null, TrustsCertificates: false })
        {
            throw Usage("--close-inference needs --api-key, --api-key-file or --tls-client-ca: there is nothing to show.");
        }

        if (options.Tls is not null && !(options.Http.IsTls || options.Grpc is { IsTls: true } || options.Metrics is { IsTls: true }))
        {
            throw Usage("There is a --tls-certificate, and no address is https.");
        }
    }

    private static RepositorySettings ReadRepository(SettingsReader read, RuntimeKind runtime)
    {
        var roots = read.Texts(ServeSettings.ModelRepository);
        var atStart = read.Texts(ServeSettings.LoadModel);
        var mode = read.Choice<ModelControlMode>(ServeSettings.ModelControlMode) ?? ModelControlMode.All;
        if (!atStart.IsEmpty && mode != ModelControlMode.Explicit) throw Usage("--load-model has a meaning only with --model-control-mode explicit.");

        var (start, count, multicore) = (read.Int(ServeSettings.StartNc, -1), read.Int(ServeSettings.NcCount, -1), read.Flag(ServeSettings.Multicore));
        if (multicore && (start ?? count) is not null) throw Usage("--multicore means every core; it takes neither --start-nc nor --nc-count beside it.");

        return new RepositorySettings(roots.IsEmpty ? Bundled(runtime) : roots, mode)
        {
            LoadAtStart = atStart,
            Placement = multicore || (start ?? count) is not null ? new PlacementChoice(start ?? -1, count ?? -1, multicore) : null,
            PollInterval = read.Time(ServeSettings.PollInterval) ?? TimeSpan.FromSeconds(15),
        };
    }

    // Something to try at once. Real cores execute what was compiled for them, and nothing of that kind is bundled.
    private static ImmutableArray<string> Bundled(RuntimeKind runtime) => runtime switch
    {
        RuntimeKind.Cpu => [Path.Combine(AppContext.BaseDirectory, "samples", "mnist", "mnist.onnx")],
        RuntimeKind.Simulated => [Path.Combine(AppContext.BaseDirectory, "Demo", "mnist.sim.json")],
        _ => [],
    };

    private static AccessSettings ReadAccess(SettingsReader read)
    {
        var (key, file) = (read.Text(ServeSettings.ApiKey), read.Text(ServeSettings.ApiKeyFile));
        if (key is not null && file is not null) throw Usage("--api-key and --api-key-file are two keys; give one.");
        if (file is not null)
        {
            key = ReadFile(file, "API key").Trim();
            if (key.Length == 0) throw Usage($"The API key file '{file}' is empty.");
        }

        return new AccessSettings(key, read.Text(ServeSettings.TlsClientCa) is not null, read.Flag(ServeSettings.CloseInference));
    }

    private static TlsSettings? ReadTls(SettingsReader read) =>
        read.Text(ServeSettings.TlsCertificate) is { } certificate
            ? new TlsSettings(certificate, read.Text(ServeSettings.TlsKey), read.Text(ServeSettings.TlsClientCa))
            : (read.Text(ServeSettings.TlsKey) ?? read.Text(ServeSettings.TlsClientCa)) is null
                ? null
                : throw Usage("--tls-key and --tls-client-ca need --tls-certificate beside them.");

    private static Config ReadHocon(SettingsReader read, RuntimeKind? runtime)
    {
        var text = new StringBuilder();
        Add("neuron.runtime", runtime?.ToString().ToLowerInvariant());
        Add("neuron.visible-cores", read.Int(ServeSettings.Cores, 1));
        Add("neuron.simulated.instance", read.Text(ServeSettings.Instance));
        Add("neuron.queue.capacity", read.Int(ServeSettings.QueueCapacity, 0));
        Add("neuron.core.max-in-flight", read.Int(ServeSettings.MaxInFlight, 1));
        Add("neuron.routing.policy", Word(read.Choice<RoutingPolicy>(ServeSettings.RoutingPolicy)?.ToString()));
        Add("neuron.placement.policy", Word(read.Choice<MovePolicy>(ServeSettings.MovePolicy)?.ToString()));
        Add("neuron.core.execution-timeout", read.Time(ServeSettings.ExecutionTimeout) is { } time ? $"{time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms" : null);
        var own = ConfigurationFactory.ParseString(text.ToString());
        return read.Text(ServeSettings.Hocon) is { } file ? own.WithFallback(ParseHocon(file)) : own;

        void Add(string key, object? value)
        {
            if (value is not null) text.AppendLine(CultureInfo.InvariantCulture, $"{key} = \"{$"{value}".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
    }

    private static string? Word(string? name) =>
        name is null ? null : string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static Config ParseHocon(string file)
    {
        try
        {
            return ConfigurationFactory.ParseString(ReadFile(file, "HOCON"));
        }
        catch (Exception malformed) when (malformed is not ServeException)
        {
            throw Usage($"The HOCON file '{file}' cannot be understood: {malformed.Message}");
        }
    }

    private static string ReadFile(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Usage($"The {what} file '{path}' cannot be read: {unreadable.Message}");
        }
    }

    private static ServeException Usage(string message) => new(message, isUsage: true);
}

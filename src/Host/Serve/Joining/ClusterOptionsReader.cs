using NeuronActors.Cluster;
using NeuronActors.Node.Serve.Settings;

namespace NeuronActors.Node.Serve.Joining;

/// <summary>Makes <see cref="ClusterOptions"/> of what was set.</summary>
internal static class ClusterOptionsReader
{
    /// <summary>Null where the node is to be alone.</summary>
    /// <exception cref="ServeException">A value cannot be used, or has no meaning without another one.</exception>
    public static ClusterOptions? Read(SettingsReader read, string nodeName)
    {
        if (read.Int(ServeSettings.ClusterPort, 0, ushort.MaxValue) is not { } port)
        {
            foreach (var setting in ServeSettings.OfCluster)
            {
                if (read.IsSet(setting)) throw Usage($"{setting.Option} has a meaning only with --cluster-port, which makes the node part of a pool.");
            }

            return null;
        }

        if (!NodeName.TryParse(nodeName, out var name))
        {
            throw Usage($"'{nodeName}' is no name of a node in a pool; give --node-name 1 to {NodeName.MaxLength} letters, digits, '.', '_' and '-', the first a letter or a digit.");
        }

        return new ClusterOptions
        {
            Name = name,
            Host = ReadHost(read),
            Port = port,
            DataPort = read.Int(ServeSettings.ClusterDataPort, 0, ushort.MaxValue) ?? 0,
            Seeds = ReadSeeds(read),
            Tls = ReadTls(read),
            LostNode = read.Choice<LostNodePolicy>(ServeSettings.LostNode),
            CacheDirectory = read.Text(ServeSettings.ClusterCache),
        };
    }

    private static string ReadHost(SettingsReader read) =>
        read.Text(ServeSettings.ClusterHost) is not { } text ? "127.0.0.1"
        : SeedAddress.TryHost(text, out var host) ? host
        : throw Usage($"--cluster-host is '{text}', and must be the one address or name by which other nodes reach this one: 10.0.0.1, not 0.0.0.0 and no URL.");

    private static ImmutableArray<SeedAddress> ReadSeeds(SettingsReader read)
    {
        var seeds = ImmutableArray.CreateBuilder<SeedAddress>();
        foreach (var text in read.Texts(ServeSettings.ClusterSeeds).SelectMany(texts => texts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            seeds.Add(SeedAddress.TryParse(text, out var seed)
                ? seed
                : throw Usage($"--cluster-seeds has '{text}', and must be nodes to join as host:port, separated by commas: 10.0.0.1:4100,10.0.0.2:4100."));
        }

        return seeds.ToImmutable();
    }

    private static ClusterTls? ReadTls(SettingsReader read)
    {
        Setting[] files = [ServeSettings.ClusterCertificate, ServeSettings.ClusterKey, ServeSettings.ClusterCa];
        if (!files.Any(read.IsSet)) return null;

        if (files.FirstOrDefault(file => !read.IsSet(file)) is { } missing) throw Usage($"TLS between nodes needs {missing.Option} as well: certificate, key and CA.");
        foreach (var file in files)
        {
            if (!File.Exists(read.Text(file))) throw Usage($"{file.Option} is '{read.Text(file)}', and there is no such file.");
        }

        return new ClusterTls(Full(ServeSettings.ClusterCertificate), Full(ServeSettings.ClusterKey), Full(ServeSettings.ClusterCa));

        string Full(Setting setting) => Path.GetFullPath(read.Text(setting)!);
    }

    private static ServeException Usage(string message) => new(message, isUsage: true);
}

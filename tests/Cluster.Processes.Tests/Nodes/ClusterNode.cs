using System.Text.RegularExpressions;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>One node of a pool: the built program, started as its operator would, and started again after it has ended.</summary>
internal sealed partial class ClusterNode : IAsyncDisposable
{
    private readonly List<ChildProcess> _lives = [];
    private readonly IPlace _place;
    private NodeRest? _rest;

    public ClusterNode(string name, IPlace place) => (Name, _place) = (name, place);

    public string Name { get; }

    /// <summary>Where it can be joined: <c>127.0.0.1:4711</c>.</summary>
    public string Seed => $"{_place.Host}:{ControlPort}";

    /// <summary>The port of messages between nodes.</summary>
    public int ControlPort { get; private set; }

    /// <summary>The port of tensors and model files between nodes.</summary>
    public int DataPort { get; private set; }

    public Uri Http { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    public NodeRest Rest => _rest ?? throw new InvalidOperationException($"{Name} has not been started.");

    /// <summary>Its present life, or the last one.</summary>
    public ChildProcess Process => _lives[^1];

    public bool IsRunning => _lives.Count > 0 && !Process.HasExited;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "neuron-actors.dll");

    public SocketsHttpHandler Handler() => _place.Handler();

    /// <summary>Starts it in a folder, and waits until it says that it is ready.</summary>
    public async Task StartAsync(string folder, IEnumerable<string> options, IReadOnlyDictionary<string, string> environment)
    {
        await BeginAsync(folder, options, environment);
        await Process.LineAsync(line => ReadyLine().IsMatch(line), "that it is ready", Eventually.Patience);
    }

    /// <summary>Starts it, and waits until it says where it listens. Ready it is when its cluster has taken it in.</summary>
    public async Task BeginAsync(string folder, IEnumerable<string> options, IReadOnlyDictionary<string, string> environment)
    {
        string[] arguments =
        [
            Program, "serve", "--node-name", Name, "--cluster-host", _place.Host, "--cluster-port", "0",
            "--http", "http://127.0.0.1:0", "--grpc", "http://127.0.0.1:0", "--metrics", "off", .. options,
        ];
        var (program, all) = _place.Command("dotnet", arguments);
        var process = ChildProcess.Start(Name, program, all, environment, folder);
        _lives.Add(process);
        await process.LineAsync(line => DataLine().IsMatch(line), "where it listens", Eventually.Patience);
        Http = new Uri(Said(RestLine()));
        Grpc = new Uri(Said(GrpcLine()));
        ControlPort = Port(Said(ControlLine()));
        DataPort = Port(Said(DataLine()));
        _rest?.Dispose();
        _rest = new NodeRest(Http, _place.Handler);
    }

    /// <summary>Everything that it has said in all its lives.</summary>
    public string Output() => string.Join('\n', _lives.SelectMany((life, i) => life.Lines.Prepend($"--- {Name}, life {i + 1}")));

    public async ValueTask DisposeAsync()
    {
        _rest?.Dispose();
        foreach (var life in _lives) await life.DisposeAsync();
    }

    private string Said(Regex line) =>
        Process.Lines.Select(said => line.Match(said)).FirstOrDefault(match => match.Success) is { } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"{Name} does not say {line}:\n{Output()}");

    private static int Port(string address) => int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\S+ (Ready: |Ready\.)")]
    private static partial Regex ReadyLine();

    [GeneratedRegex(@"^\S+   REST +(\S+)")]
    private static partial Regex RestLine();

    [GeneratedRegex(@"^\S+   gRPC +(\S+)")]
    private static partial Regex GrpcLine();

    [GeneratedRegex(@"^\S+   cluster +(\S+)")]
    private static partial Regex ControlLine();

    [GeneratedRegex(@"^\S+   tensors +(\S+)")]
    private static partial Regex DataLine();
}

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>On this machine beside the specs.</summary>
internal sealed class LoopbackPlace : IPlace
{
    public static readonly LoopbackPlace Instance = new();

    public string Host => "127.0.0.1";

    public (string Program, IEnumerable<string> Arguments) Command(string program, IEnumerable<string> arguments) => (program, arguments);

    public SocketsHttpHandler Handler() => new();
}

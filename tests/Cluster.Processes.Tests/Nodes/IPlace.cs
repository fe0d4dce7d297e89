namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>Where a node runs: how its process is started there, at which host the others reach it, and how it is called from here.</summary>
internal interface IPlace
{
    /// <summary>The address at which other nodes reach it.</summary>
    string Host { get; }

    /// <summary>What to start so that a program runs there.</summary>
    (string Program, IEnumerable<string> Arguments) Command(string program, IEnumerable<string> arguments);

    /// <summary>Calls what listens on the loopback address there.</summary>
    SocketsHttpHandler Handler();
}

using NeuronActors.Node.Client.Bench;
using NeuronActors.Node.Client.Changes;
using NeuronActors.Node.Client.Infer;
using NeuronActors.Node.Client.Top;
using NeuronActors.Node.Client.Views;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client;

/// <summary>The commands that talk to a running node.</summary>
internal static class ClientCommands
{
    public static IEnumerable<NodeCommand> All() =>
    [
        new CoresCommand(),
        new ModelsCommand(),
        new LoadCommand(),
        new UnloadCommand(),
        new MoveCommand(),
        new MulticoreCommand(),
        new InferCommand(),
        new BenchCommand(),
        new TopCommand(),
    ];
}

using System.CommandLine;
using NeuronActors.Benchmarks.Commands;

return new RootCommand("Measures what NeuronActors adds to the runtimes that it drives.")
{
    OverheadCommand.Make(),
    NrtCommand.Make(),
    SensitivityCommand.Make(),
    HttpCommand.Make(),
    TransportCommand.Make(),
    ClusterCommand.Make(),
    PoolScaleCommand.Make(),
    SubjectCommand.Make(),
    MicroCommand.Make(),
}.Parse(args).Invoke();

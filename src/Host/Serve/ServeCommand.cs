using System.CommandLine;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Serve.Settings;

namespace NeuronActors.Node.Serve;

/// <summary><c>serve</c>: runs a node. Values are checked where those of the environment and the file are, by the same code.</summary>
internal sealed class ServeCommand : NodeCommand
{
    private readonly List<(Setting Setting, Option Option)> _options = [];

    public ServeCommand()
        : base("serve", "Runs a node: models in, tensors over REST and gRPC. Every option may also be set in the environment, --http as NEURON_ACTORS_HTTP, or in appsettings.json.")
    {
        foreach (var setting in ServeSettings.All) Add(setting);
        SetAction((parsed, _) => ServeProgram.RunAsync(Given(parsed), Console.Out, Console.Error));
    }

    public override string Example => "serve --model-repository models --cores 8 --http http://0.0.0.0:8000";

    // It hears the signals itself: draining takes as long as the requests in flight.
    public override TimeSpan? TerminationTime => null;

    private void Add(Setting setting)
    {
        Option option = setting switch
        {
            { HelpName: null } => new Option<bool>(setting.Option) { Description = setting.Description },
            { IsList: true } => new Option<string[]>(setting.Option) { Description = setting.Description, HelpName = setting.HelpName, Arity = ArgumentArity.ZeroOrMore },
            _ => new Option<string>(setting.Option) { Description = setting.Description, HelpName = setting.HelpName },
        };
        _options.Add((setting, option));
        Add(option);
    }

    private Dictionary<string, ImmutableArray<string>> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (setting, option) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false }) continue;

            given[setting.Name] = option switch
            {
                Option<bool> flag => [parsed.GetValue(flag) ? "true" : "false"],
                Option<string[]> list => [.. parsed.GetValue(list) ?? []],
                Option<string> text => [parsed.GetValue(text) ?? ""],
                _ => throw new InvalidOperationException($"{option.Name} is of no kind that is known."),
            };
        }

        return given;
    }
}

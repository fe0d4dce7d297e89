using System.Globalization;
using System.Text;
using Akka.Configuration;

namespace NeuronActors.Hosting;

/// <summary>
/// What a developer sets in code. What is null is left to the HOCON, and there to the defaults in <c>neuron.conf</c>, where units and reasons
/// stand.
/// </summary>
public sealed class NeuronCoresOptions
{
    /// <summary>What executes: <c>neuron.runtime</c>.</summary>
    public RuntimeKind? Runtime { get; set; }

    /// <summary>How many cores to use: <c>neuron.visible-cores</c>. The environment comes first.</summary>
    public int? VisibleCores { get; set; }

    /// <summary>The file of libnrt, for <see cref="RuntimeKind.Nrt"/>: <c>neuron.nrt.library</c>.</summary>
    public string? NrtLibrary { get; set; }

    /// <summary>How replicas are chosen: <c>neuron.routing.policy</c>.</summary>
    public RoutingPolicy? Routing { get; set; }

    /// <summary>The order of a move's halves: <c>neuron.placement.policy</c>.</summary>
    public MovePolicy? MovePolicy { get; set; }

    /// <summary>How many requests of a model may wait: <c>neuron.queue.capacity</c>.</summary>
    public int? QueueCapacity { get; set; }

    /// <summary>How much a core is given at once: <c>neuron.core.max-in-flight</c>.</summary>
    public int? MaxInFlightPerCore { get; set; }

    /// <summary>After what time an execution counts as hung: <c>neuron.core.execution-timeout</c>.</summary>
    public TimeSpan? ExecutionTimeout { get; set; }

    /// <summary>Makes the runtime, instead of <see cref="Runtime"/>. The actor system owns what it returns and disposes it.</summary>
    public Func<INeuronRuntime>? RuntimeFactory { get; set; }

    internal Config ToConfig()
    {
        var text = new StringBuilder();
        Add("neuron.runtime", Runtime?.ToString().ToLowerInvariant());
        Add("neuron.visible-cores", VisibleCores);
        Add("neuron.nrt.library", NrtLibrary is { } library ? $"\"{library.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : null);
        Add("neuron.routing.policy", Routing is { } routing ? Configuration.SettingsReader.Kebab(routing) : null);
        Add("neuron.placement.policy", MovePolicy is { } policy ? Configuration.SettingsReader.Kebab(policy) : null);
        Add("neuron.queue.capacity", QueueCapacity);
        Add("neuron.core.max-in-flight", MaxInFlightPerCore);
        Add("neuron.core.execution-timeout", ExecutionTimeout is { } time ? $"{time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms" : null);
        return ConfigurationFactory.ParseString(text.ToString());

        void Add(string key, object? value)
        {
            if (value is not null) text.AppendLine(CultureInfo.InvariantCulture, $"{key} = {value}");
        }
    }
}

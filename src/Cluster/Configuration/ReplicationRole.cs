using Akka.Configuration;

namespace NeuronActors.Cluster.Configuration;

/// <summary>
/// Among which members what is meant is replicated: those that make up the pool. Members without the role have nobody who would take it, and
/// a write that counts them for its majority waits for them in vain.
/// </summary>
internal static class ReplicationRole
{
    private const string Key = "akka.cluster.distributed-data.role";

    /// <summary>The setting for a system, below whatever it says itself.</summary>
    /// <param name="own">What is set for it.</param>
    /// <param name="defaults">What is not.</param>
    public static Config Of(Config own, Config defaults)
    {
        var all = own.WithFallback(defaults);
        var role = all.GetString("neuron.cluster.role");

        // A member that takes no part hears from all of them, as ever.
        var known = all.GetStringList("akka.cluster.roles").Contains(role) ? role : "";
        return ConfigurationFactory.ParseString($"{Key} = \"{known}\"");
    }

    /// <exception cref="ConfigurationException">The replicator of this system would not run.</exception>
    public static void Check(Config config, IReadOnlyCollection<string> roles)
    {
        var role = config.GetString(Key, "");
        if (role.Length == 0 || roles.Contains(role)) return;

        throw new ConfigurationException(
            $"{Key} is '{role}', which is none of this node's akka.cluster.roles ({string.Join(", ", roles)}); expected is neuron.cluster.role, '{config.GetString("neuron.cluster.role")}'.");
    }
}

using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Security;

namespace NeuronActors.Cluster.Hosting;

/// <summary>Makes the cores of a host part of a pool.</summary>
public static class NeuronClusterHostingExtensions
{
    /// <summary>
    /// Adds the pool to an actor system that a host starts; after <c>WithNeuronCores</c>. Where the node listens and whom it joins is set
    /// as always with Akka.NET: <c>akka.remote.dot-netty.tcp</c> and <c>akka.cluster.seed-nodes</c>.
    /// A role other than <c>neuron</c> is to be in the HOCON before this call. <c>IRequiredActor&lt;NeuronPoolEntry&gt;</c> gives the pool's
    /// entry actor.
    /// </summary>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="configure">Sets what is set in code; HOCON that was added to the builder is next, then the defaults.</param>
    public static AkkaConfigurationBuilder WithNeuronCluster(this AkkaConfigurationBuilder builder, Action<NeuronClusterOptions>? configure = null)
    {
        var options = new NeuronClusterOptions();
        configure?.Invoke(options);
        return builder.WithNeuronCluster(options);
    }

    /// <inheritdoc cref="WithNeuronCluster(AkkaConfigurationBuilder, Action{NeuronClusterOptions}?)"/>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="options">What is set in code; HOCON that was added to the builder is next, then the defaults.</param>
    public static AkkaConfigurationBuilder WithNeuronCluster(this AkkaConfigurationBuilder builder, NeuronClusterOptions options) =>
        builder
            .AddHocon(options.ToConfig(), HoconAddMode.Prepend)
            .AddNodeTls()
            .AddHocon(ClusterSettings.DefaultsOfAkka(builder.Configuration.GetOrElse(Config.Empty)), HoconAddMode.Append)
            .WithActorRefProvider(ProviderSelection.Cluster.Instance)
            .WithActors((system, registry) => registry.Register<NeuronPoolEntry>(NeuronPool.Get(system).Entry));

    private static AkkaConfigurationBuilder AddNodeTls(this AkkaConfigurationBuilder builder) =>
        NeuronClusterTlsExtensions.Load(builder.Configuration.GetOrElse(Config.Empty)) is { } certificates
            ? builder
                .AddHocon(RemotingTls.Hocon(certificates.Settings), HoconAddMode.Prepend)
                .AddSetup(new NodeTlsSetup(certificates))
            : builder;
}

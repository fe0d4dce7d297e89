using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Configuration;

namespace NeuronActors.Hosting;

/// <summary>Starts the runtime within a host.</summary>
public static class NeuronCoresHostingExtensions
{
    // It takes a moment; the bound only turns a defect into an error.
    private static readonly TimeSpan ActorsUp = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds the runtime to an actor system that a host starts. <c>IRequiredActor&lt;NeuronEntry&gt;</c> gives the entry actor, and
    /// <c>IRequiredActor&lt;NeuronPlacement&gt;</c> the placement coordinator; <see cref="AddNeuronCores"/> makes <see cref="NeuronCores"/> itself available. A runtime that cannot start stops the host.
    /// </summary>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="configure">Sets what is set in code; HOCON that was added to the builder is next, then the defaults.</param>
    public static AkkaConfigurationBuilder WithNeuronCores(this AkkaConfigurationBuilder builder, Action<NeuronCoresOptions>? configure = null)
    {
        var options = new NeuronCoresOptions();
        configure?.Invoke(options);
        return builder.WithNeuronCores(options);
    }

    /// <inheritdoc cref="WithNeuronCores(AkkaConfigurationBuilder, Action{NeuronCoresOptions}?)"/>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="options">What is set in code; HOCON that was added to the builder is next, then the defaults.</param>
    public static AkkaConfigurationBuilder WithNeuronCores(this AkkaConfigurationBuilder builder, NeuronCoresOptions options) =>
        builder
            .AddHocon(options.ToConfig(), HoconAddMode.Prepend)
            .AddHocon(AkkaPart.Of(NeuronSettings.Defaults()), HoconAddMode.Append)
            .AddSetup(new NeuronCoresSetup { Runtime = options.RuntimeFactory })
            .WithActors(RegisterAsync);

    private static async Task RegisterAsync(ActorSystem system, IActorRegistry registry)
    {
        var entry = NeuronCores.Get(system).Entry;
        registry.Register<NeuronEntry>(entry);

        // Its children are there once it answers anything.
        await entry.Ask<ActorIdentity>(new Identify(null), ActorsUp).ConfigureAwait(false);
        registry.Register<NeuronPlacement>(await system.ActorSelection(entry.Path / "placement").ResolveOne(ActorsUp).ConfigureAwait(false));
    }

    /// <summary>Makes <see cref="NeuronCores"/> available from the service provider; beside <c>AddAkka</c> with <c>WithNeuronCores</c>.</summary>
    public static IServiceCollection AddNeuronCores(this IServiceCollection services) =>
        services.AddSingleton(provider => NeuronCores.Get(provider.GetRequiredService<ActorSystem>()));
}

using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NeuronActors.Hosting;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace NeuronActors.Node.Demo;

/// <summary>A host with an actor system and the runtime in it: what an application has that embeds the runtime.</summary>
internal sealed class DemoNode : IAsyncDisposable
{
    // Akka's own stdout logger writes to standard output before and after the host's log is there.
    private const string Quiet = "akka.stdout-loglevel = OFF";

    private readonly IHost _host;

    private DemoNode(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Cores = host.Services.GetRequiredService<NeuronCores>();
    }

    public ActorSystem System { get; }

    public NeuronCores Cores { get; }

    public static async Task<DemoNode> StartAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(format => format.SingleLine = true)
            .Services.Configure<ConsoleLoggerOptions>(log => log.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddAkka("demo", akka => akka
                .AddHocon(Quiet, HoconAddMode.Prepend)
                .ConfigureLoggers(log =>
                {
                    log.ClearLoggers();
                    log.AddLoggerFactory();
                    log.LogLevel = Akka.Event.LogLevel.WarningLevel;
                })
                .WithNeuronCores(cores =>
                {
                    cores.Runtime = options.Runtime;
                    cores.VisibleCores = options.Cores;
                    cores.NrtLibrary = options.NrtLibrary;
                }))
            .AddNeuronCores();

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new DemoNode(host);
        }
        catch
        {
            await StopAsync(host);
            throw;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(_host);

    private static async ValueTask StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host.Dispose();
    }
}

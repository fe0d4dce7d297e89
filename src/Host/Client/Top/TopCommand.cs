using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Top;

/// <summary><c>top</c>: what a node does, live.</summary>
internal sealed class TopCommand : ClientCommand
{
    // Where there is no terminal, nothing has to fit into one.
    private const int Endless = 10_000;

    private readonly Option<TimeSpan?> _interval = TimeText.Option("--interval", "How often it looks. [default: 1s]");
    private readonly Option<bool> _once = new("--once") { Description = "Print one frame and end; without a terminal, and with --json, always." };

    public TopCommand()
        : base("top", "Shows what a running node does, and what its pool is, live: cores, replicas, rates, latency and queues. Keys: q ends, arrows and s sort and scroll, r reverses, p pauses.")
    {
        Add(_interval);
        Add(_once);
        AddCommon();
    }

    public override string Example => "top --interval 2s";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var interval = call.Get(_interval) ?? TimeSpan.FromSeconds(1);
        if (call.Get(_once) || call.Output.IsJson || call.Output.Console.Profile.Capabilities is not { Ansi: true, Interactive: true })
        {
            var ofPool = await TopSample.HasPoolAsync(call.Node, cancellationToken);
            var before = await TopSample.TakeAsync(call.Node, ofPool, cancellationToken);
            await Task.Delay(interval, cancellationToken);
            var now = await TopSample.TakeAsync(call.Node, ofPool, cancellationToken);
            var members = new TopMembers();
            members.Take(before);
            call.Output.Write(TopFrame.Of(before, now) with { Notes = members.Take(now) }, (console, shown) => TopView.Write(console, shown, new TopState(), Endless));
            return ExitCode.Ok;
        }

        return await RunLiveAsync(call, interval, cancellationToken);
    }

    private static async Task<int> RunLiveAsync(ClientCall call, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            // Before the screen is taken: if this fails, there is nothing to show on it.
            var ofPool = await TopSample.HasPoolAsync(call.Node, cancellationToken);
            var first = await TopSample.TakeAsync(call.Node, ofPool, cancellationToken);
            using var screen = new TopScreen(call.Output.Writer, call.Output.Console);
            await new TopLoop(call.Node, ofPool, interval, first, screen).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how most people leave it; the screen has been given back.
        }

        return ExitCode.Ok;
    }
}

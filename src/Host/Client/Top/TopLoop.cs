using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client.Top;

/// <summary>Shows frames and hears keys until somebody has seen enough. A node that is away for a while is waited for.</summary>
internal sealed class TopLoop(NodeClient node, bool ofPool, TimeSpan interval, TopSample first, TopScreen screen)
{
    // How soon a key, or a new size of the terminal, shows.
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(50);

    private readonly TopMembers _members = new();
    private TopState _state = new();
    private TopSample _last = first;
    private TopFrame _frame = TopFrame.Of(first, first);
    private string? _trouble;
    private (int Width, int Height) _size;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!_state.IsOver)
        {
            Show();
            await WaitAsync(cancellationToken);
            if (!_state.IsPaused && !_state.IsOver) await SampleAsync(cancellationToken);
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = await TopSample.TakeAsync(node, ofPool, cancellationToken);
            _frame = TopFrame.Of(_last, now) with { Notes = _members.Take(now) };
            (_last, _trouble) = (now, null);
        }
        catch (ClientException failure)
        {
            _trouble = failure.Message;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < interval && !_state.IsOver; waited += Blink)
        {
            await Task.Delay(Blink, cancellationToken);
            var state = _state;
            while (!Console.IsInputRedirected && Console.KeyAvailable) _state = _state.After(Console.ReadKey(intercept: true));
            if (state != _state || _size != SizeNow()) Show();
        }
    }

    private void Show()
    {
        _size = SizeNow();
        screen.Show(_frame, _state, _trouble, _size.Width, _size.Height);
    }

    // A terminal that does not say its size has none.
    private static (int Width, int Height) SizeNow() =>
        (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);
}

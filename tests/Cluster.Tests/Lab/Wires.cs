using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Tests.Lab;

/// <summary>Channels between nodes of one process: a request is handed to the other node's handler, and every fault can be had by name.</summary>
internal sealed class Wires
{
    private readonly ConcurrentDictionary<NodeName, End> _ends = new();

    /// <summary>A node takes requests from now on.</summary>
    public void Serve(NodeName node, Func<Infer, CancellationToken, ValueTask<RemoteAnswer>> handler) => EndOf(node).Handler = handler;

    public INodeChannels Channels() => new Maker(this);

    /// <summary>What is on its way to a node breaks, and so does whatever comes after, until <see cref="Mend"/>.</summary>
    public void Cut(NodeName node) => EndOf(node).Cut();

    /// <summary>Nothing that goes to a node is answered any more, and nobody is told, until <see cref="Mend"/>.</summary>
    public void Silence(NodeName node) => EndOf(node).IsSilent = true;

    public void Mend(NodeName node) => EndOf(node).Mend();

    private End EndOf(NodeName node) => _ends.GetOrAdd(node, _ => new End());

    private sealed class Maker(Wires wires) : INodeChannels
    {
        public INodeChannel Connect(NodeEndpoint endpoint) => new Wire(wires.EndOf(endpoint.Node));
    }

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing.")]
    private sealed class End
    {
        private CancellationTokenSource _cut = new();

        public event EventHandler? Broken;

        public Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? Handler { get; set; }

        public bool IsSilent { get; set; }

        public CancellationToken CutOff => _cut.Token;

        public void Cut()
        {
            _cut.Cancel();
            Broken?.Invoke(this, EventArgs.Empty);
        }

        public void Mend()
        {
            IsSilent = false;
            _cut = new CancellationTokenSource();
        }
    }

    private sealed class Wire : INodeChannel
    {
        private readonly End _end;

        public Wire(End end)
        {
            _end = end;
            _end.Broken += OnBroken;
        }

        public event EventHandler? Broken;

        public async ValueTask<RemoteAnswer> InferAsync(Infer request, CancellationToken cancellationToken)
        {
            var cut = _end.CutOff;
            if (cut.IsCancellationRequested || _end.Handler is not { } handler) throw new IOException("cut");

            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut);
            if (_end.IsSilent) await Task.Delay(Timeout.Infinite, ends.Token);
            var answering = handler(request, ends.Token).AsTask();
            try
            {
                return await answering.WaitAsync(ends.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("cut");
            }
        }

        public ValueTask DisposeAsync()
        {
            _end.Broken -= OnBroken;
            return ValueTask.CompletedTask;
        }

        private void OnBroken(object? sender, EventArgs args) => Broken?.Invoke(this, args);
    }
}

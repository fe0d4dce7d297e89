using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NeuronActors.Cluster.Transport;

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

    /// <summary>A node takes nothing new, as its peers are told, and answers what it has begun, until <see cref="Mend"/>.</summary>
    public void GoDown(NodeName node) => EndOf(node).GoDown();

    public void Mend(NodeName node) => EndOf(node).Mend();

    private End EndOf(NodeName node) => _ends.GetOrAdd(node, _ => new End());

    private sealed class Maker(Wires wires) : INodeChannels
    {
        public INodeChannel Connect(NodeEndpoint endpoint) => new Wire(wires.EndOf(endpoint.Node), endpoint);
    }

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing.")]
    private sealed class End
    {
        private CancellationTokenSource _cut = new();

        public event EventHandler? Broken;

        public Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? Handler { get; set; }

        public bool IsSilent { get; set; }

        public CancellationToken CutOff => _cut.Token;

        /// <summary>Whether it takes nothing new, and answers what it has begun.</summary>
        public bool IsGoingDown { get; private set; }

        public void GoDown()
        {
            IsGoingDown = true;
            Broken?.Invoke(this, EventArgs.Empty);
        }

        public void Cut()
        {
            _cut.Cancel();
            Broken?.Invoke(this, EventArgs.Empty);
        }

        public void Mend()
        {
            (IsSilent, IsGoingDown) = (false, false);
            _cut = new CancellationTokenSource();
        }
    }

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing.")]
    private sealed class Wire : INodeChannel
    {
        private CancellationTokenSource _givenUp = new();
        private readonly End _end;
        private readonly NodeEndpoint _endpoint;

        public Wire(End end, NodeEndpoint endpoint)
        {
            (_end, _endpoint) = (end, endpoint);
            _end.Broken += OnBroken;
        }

        public event EventHandler? Broken;

        public async ValueTask<RemoteAnswer> InferAsync(Infer request, CancellationToken cancellationToken)
        {
            var cut = _end.CutOff;
            var givenUp = _givenUp.Token;
            if (cut.IsCancellationRequested || _end.IsGoingDown || _end.Handler is not { } handler) throw new NodeLostException(_endpoint, "cut", mayHaveRun: false);

            using var late = new RequestEnd(request.Deadline, TimeProvider.System, cancellationToken);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cut, givenUp);
            try
            {
                if (_end.IsSilent) await Task.Delay(Timeout.Infinite, ends.Token);
                return await handler(request, ends.Token).AsTask().WaitAsync(ends.Token);
            }
            catch (OperationCanceledException) when (cut.IsCancellationRequested || givenUp.IsCancellationRequested)
            {
                throw new NodeLostException(_endpoint, "cut", mayHaveRun: true);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new RemoteAnswer(new InferRejected(RejectionReason.DeadlineExceeded, "late") { RequestId = request.RequestId }, null) { IsOfChannel = true };
            }
        }

        public void GiveUp(string why) => Interlocked.Exchange(ref _givenUp, new CancellationTokenSource()).Cancel();

        public ValueTask DisposeAsync()
        {
            _end.Broken -= OnBroken;
            return ValueTask.CompletedTask;
        }

        private void OnBroken(object? sender, EventArgs args) => Broken?.Invoke(this, args);
    }
}

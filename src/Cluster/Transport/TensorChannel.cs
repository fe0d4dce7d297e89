using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// The way to one node. A request waits for room within the bounds, travels, and comes back as the answer of the other side, whatever
/// that is; what the channel itself has to say is one of the same typed answers. Connections that broke are made anew for the next request.
/// </summary>
internal sealed class TensorChannel : INodeChannel
{
    private const string Closed = "the channel is closed";

    private readonly Lock _lock = new();
    private readonly NodeEndpoint _endpoint;
    private readonly TransportSettings _settings;
    private readonly TransportCertificates? _certificates;
    private readonly TensorMethods _methods;
    private readonly TimeProvider _clock;

    // What the next answer of a model will take, as far as anybody can know before it has been asked for.
    private readonly ConcurrentDictionary<ModelName, long> _lastSizes = new();

    // Answers that are larger than was thought wait here until their turn to be read.
    private readonly InFlightGate _surprises;

    // Broken ones over which calls still run: a node that goes down answers what it has begun.
    private readonly List<NodeLink> _former = [];
    private NodeLink? _link;
    private bool _isClosed;

    /// <summary>Makes one; it connects with its first request.</summary>
    public TensorChannel(
        NodeEndpoint endpoint, TransportSettings settings, TransportCertificates? certificates, TensorMethods methods, TimeProvider clock)
    {
        _endpoint = endpoint;
        _settings = settings;
        _certificates = certificates;
        _methods = methods;
        _clock = clock;
        InFlight = new InFlightGate(settings.MaxInFlight, settings.MaxInFlightBytes, settings.MaxWaiting);
        SmallInFlight = new InFlightGate(settings.MaxInFlight, long.MaxValue, settings.MaxWaiting);
        _surprises = new InFlightGate(int.MaxValue, settings.MaxInFlightBytes, int.MaxValue);
    }

    /// <inheritdoc/>
    public event EventHandler? Broken;

    /// <summary>What is on its way and what waits to be: requests, and the answers that are expected to them. Of the large ones.</summary>
    public InFlightGate InFlight { get; }

    /// <summary>The same of those that are small enough to share a call. They never wait behind the large ones.</summary>
    public InFlightGate SmallInFlight { get; }

    /// <summary>Whether small requests share a call now.</summary>
    public bool IsSharing => Volatile.Read(ref _link)?.Shared.IsOpen == true;

    /// <inheritdoc/>
    public async ValueTask<RemoteAnswer> InferAsync(Infer request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TensorFrame frame;
        try
        {
            frame = TensorFrame.Of(request);
        }
        catch (SerializationException flaw)
        {
            return Own(request, ChannelAnswers.Malformed(flaw.Message));
        }

        if (frame.TotalBytes > _settings.MaxMessageBytes)
        {
            return Own(request, ChannelAnswers.TooLarge(frame.TotalBytes, _settings.MaxMessageBytes));
        }

        if (request.Deadline.Left(_clock) <= TimeSpan.Zero) return Own(request, ChannelAnswers.Late("before it was sent to another node"));

        using var end = new RequestEnd(request.Deadline, _clock, cancellationToken);

        // What carries no tensor takes no room. A probe least of all may wait behind a flood: that would be taken for the node's silence,
        // and everything on its way would be given up for it.
        return request.Inputs.IsEmpty
            ? await SendAsync(request, frame, frame.TotalBytes, end.Token, cancellationToken).ConfigureAwait(false)
            : await SendInTurnAsync(request, frame, end.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void GiveUp(string why)
    {
        NodeLink[] links;
        lock (_lock) links = [.. Links()];
        foreach (var link in links) link.GiveUp(why);
    }

    /// <summary>Closes the connections. What is on its way is lost; <see cref="Broken"/> is not raised.</summary>
    public ValueTask DisposeAsync()
    {
        NodeLink[] links;
        lock (_lock)
        {
            if (_isClosed) return ValueTask.CompletedTask;

            _isClosed = true;
            links = [.. Links()];
        }

        InFlight.Close(() => Lost(Closed, mayHaveRun: false));
        SmallInFlight.Close(() => Lost(Closed, mayHaveRun: false));
        _surprises.Close(() => Lost(Closed, mayHaveRun: true));
        foreach (var link in links) link.Close(Closed);
        return ValueTask.CompletedTask;
    }

    /// <param name="request">The request.</param>
    /// <param name="frame">The same as it travels.</param>
    /// <param name="end">The caller's token, or that and the deadline.</param>
    /// <param name="ct">The caller's token.</param>
    private async ValueTask<RemoteAnswer> SendInTurnAsync(Infer request, TensorFrame frame, CancellationToken end, CancellationToken ct)
    {
        var expected = _lastSizes.GetValueOrDefault(request.Model, frame.TotalBytes);
        var gate = Math.Max(frame.TotalBytes, expected) <= _settings.MaxSharedBytes ? SmallInFlight : InFlight;
        var room = Math.Min(frame.TotalBytes + expected, _settings.MaxInFlightBytes);
        try
        {
            if (await gate.EnterAsync(room, end).ConfigureAwait(false) == InFlightGate.Entry.Full)
            {
                return Own(request, ChannelAnswers.Full(_endpoint, _settings.MaxWaiting));
            }
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested
                ? throw new OperationCanceledException(ct)
                : Own(request, ChannelAnswers.Late("while it waited to be sent to another node"));
        }

        try
        {
            return await SendAsync(request, frame, expected, end, ct).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave(room);
        }
    }

    private async ValueTask<RemoteAnswer> SendAsync(Infer request, TensorFrame frame, long expected, CancellationToken end, CancellationToken ct)
    {
        var link = EnterLink();
        var exchange = new TensorExchange(_methods, frame, end);
        try
        {
            if (link.Shared.Takes(frame, expected))
            {
                var (answer, collected) = await exchange.ShareAsync(link, from => ReceiveAsync(request, expected, from, end)).ConfigureAwait(false);
                return answer is null ? collected! : Read(request, expected, answer);
            }

            return await exchange.RunAsync(link, expected > TensorPiece.MostBytes, from => ReceiveAsync(request, expected, from, end)).ConfigureAwait(false);
        }
        catch (Exception failure) when (end.IsCancellationRequested && failure is RpcException or OperationCanceledException)
        {
            return ct.IsCancellationRequested
                ? throw new OperationCanceledException(ct)
                : Own(request, ChannelAnswers.Late("at another node"));
        }
        catch (RpcException failure) when (RpcFailure.IsLoss(failure))
        {
            link.Break(RpcFailure.Describe(failure));
            throw Lost(link.Reason!, exchange.IsSent && RpcFailure.MayHaveRun(failure), failure);
        }
        catch (RpcException failure)
        {
            return Answered(request, ChannelAnswers.Refused(_endpoint, failure), load: null);
        }
        catch (ObjectDisposedException failure)
        {
            throw Lost(link.Reason ?? Closed, mayHaveRun: false, failure);
        }
        finally
        {
            link.Leave();
        }
    }

    private async ValueTask<RemoteAnswer> ReceiveAsync(Infer request, long expected, IAsyncStreamReader<TensorPiece> from, CancellationToken end)
    {
        if (!await from.MoveNext(CancellationToken.None).ConfigureAwait(false)) return Answered(request, ChannelAnswers.Unreadable(_endpoint, flaw: null), load: null);

        var first = from.Current;
        var answer = first.Frame;
        if (first.Begun is { } begun)
        {
            if (begun.TotalBytes > _settings.MaxMessageBytes)
            {
                return Answered(request, ChannelAnswers.TooLargeAnswer(begun.TotalBytes, _settings.MaxMessageBytes), begun.Load);
            }

            answer = await ReceiveAsync(begun, expected, from, end).ConfigureAwait(false);
        }

        // The end of the call is read as well, or giving it up would reset it.
        var read = Read(request, expected, answer);
        if (answer?.Flaw is null) await from.MoveNext(CancellationToken.None).ConfigureAwait(false);
        return read;
    }

    private RemoteAnswer Read(Infer request, long expected, TensorFrame? answer)
    {
        if (answer?.TotalBytes > _settings.MaxMessageBytes)
        {
            return Answered(request, ChannelAnswers.TooLargeAnswer(answer.TotalBytes, _settings.MaxMessageBytes), answer.Load);
        }

        if (answer?.AsAnswer() is not { } read) return Answered(request, ChannelAnswers.Unreadable(_endpoint, answer?.Flaw), answer?.Load);

        if (read is InferCompleted && answer.TotalBytes != expected) _lastSizes[request.Model] = answer.TotalBytes;
        return Answered(request, read, answer.Load);
    }

    // Nothing is read of it while it waits, so the other side cannot send more than the window of a stream.
    private async ValueTask<TensorFrame> ReceiveAsync(FrameAssembly begun, long expected, IAsyncStreamReader<TensorPiece> from, CancellationToken end)
    {
        var surprise = Math.Min(begun.TotalBytes - expected, _settings.MaxInFlightBytes);
        if (surprise <= 0) return await begun.ReceiveAsync(from, CancellationToken.None).ConfigureAwait(false);

        await _surprises.EnterAsync(surprise, end).ConfigureAwait(false);
        try
        {
            return await begun.ReceiveAsync(from, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _surprises.Leave(surprise);
        }
    }

    private NodeLink EnterLink()
    {
        lock (_lock)
        {
            if (_isClosed) throw Lost(Closed, mayHaveRun: false);
            if (_link is not null && _link.TryEnter()) return _link;

            _former.RemoveAll(link => link.IsIdle);
            if (_link is { IsIdle: false }) _former.Add(_link);
            try
            {
                _link = new NodeLink(Connect(), Connect(), _settings.LongestGoingDown, OnBroken, new SharedCall(_settings.MaxSharedBytes, _clock), _methods);
            }
            catch (UriFormatException noHost)
            {
                throw Lost($"'{_endpoint.Host}' is no host: {noHost.Message}", mayHaveRun: false, noHost);
            }

            return _link.TryEnter() ? _link : throw Lost(_link.Reason!, mayHaveRun: false);
        }
    }

    // Under the lock.
    private IEnumerable<NodeLink> Links() => _link is null ? _former : _former.Append(_link);

    private NodeConnection Connect() => new(_endpoint, _settings, _certificates);

    private void OnBroken(NodeLink link)
    {
        InFlight.FailWaiting(() => Lost(link.Reason!, mayHaveRun: false));
        SmallInFlight.FailWaiting(() => Lost(link.Reason!, mayHaveRun: false));
        Broken?.Invoke(this, EventArgs.Empty);
    }

    private static RemoteAnswer Answered(Infer request, InferAnswer answer, NodeLoad? load) =>
        new(answer.RequestId == request.RequestId ? answer : answer with { RequestId = request.RequestId }, load);

    private static RemoteAnswer Own(Infer request, InferAnswer answer) => Answered(request, answer, load: null) with { IsOfChannel = true };

    private NodeLostException Lost(string reason, bool mayHaveRun, Exception? cause = null) => new(_endpoint, reason, mayHaveRun, cause);
}

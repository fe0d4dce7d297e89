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

    // What a refusal of this side says about the other one.
    private readonly ConcurrentDictionary<ModelName, NodeLoad> _lastLoads = new();

    // What the next answer of a model will take, as far as anybody can know before it has been asked for.
    private readonly ConcurrentDictionary<ModelName, long> _lastSizes = new();

    // Answers that are larger than was thought wait here until their turn to be read.
    private readonly InFlightGate _surprises;
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
        _surprises = new InFlightGate(int.MaxValue, settings.MaxInFlightBytes, int.MaxValue);
    }

    /// <inheritdoc/>
    public event EventHandler? Broken;

    /// <summary>What is on its way and what waits to be: requests, and the answers that are expected to them.</summary>
    public InFlightGate InFlight { get; }

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
            return Answered(request, ChannelAnswers.Malformed(flaw.Message), load: null);
        }

        if (frame.TotalBytes > _settings.MaxMessageBytes)
        {
            return Answered(request, ChannelAnswers.TooLarge(frame.TotalBytes, _settings.MaxMessageBytes), load: null);
        }

        if (request.Deadline.Left(_clock) <= TimeSpan.Zero) return Answered(request, ChannelAnswers.Late("before it was sent to another node"), load: null);

        using var end = new RequestEnd(request.Deadline, _clock, cancellationToken);

        // What carries no tensor takes no room. A probe least of all may wait behind a flood: that would be taken for the node's silence,
        // and everything on its way would be given up for it.
        return request.Inputs.IsEmpty
            ? await SendAsync(request, frame, frame.TotalBytes, end.Token, cancellationToken).ConfigureAwait(false)
            : await SendInTurnAsync(request, frame, end.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections. What is on its way is lost; <see cref="Broken"/> is not raised.</summary>
    public ValueTask DisposeAsync()
    {
        NodeLink? link;
        lock (_lock)
        {
            if (_isClosed) return ValueTask.CompletedTask;

            _isClosed = true;
            link = _link;
        }

        InFlight.Close(() => Lost(Closed, mayHaveRun: false));
        _surprises.Close(() => Lost(Closed, mayHaveRun: true));
        link?.Close(Closed);
        return ValueTask.CompletedTask;
    }

    /// <param name="request">The request.</param>
    /// <param name="frame">The same as it travels.</param>
    /// <param name="end">The caller's token, or that and the deadline.</param>
    /// <param name="ct">The caller's token.</param>
    private async ValueTask<RemoteAnswer> SendInTurnAsync(Infer request, TensorFrame frame, CancellationToken end, CancellationToken ct)
    {
        var expected = _lastSizes.GetValueOrDefault(request.Model, frame.TotalBytes);
        var room = Math.Min(frame.TotalBytes + expected, _settings.MaxInFlightBytes);
        try
        {
            if (await InFlight.EnterAsync(room, end).ConfigureAwait(false) == InFlightGate.Entry.Full)
            {
                return Answered(request, ChannelAnswers.Full(_endpoint, _settings.MaxWaiting), load: null);
            }
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested
                ? throw new OperationCanceledException(ct)
                : Answered(request, ChannelAnswers.Late("while it waited to be sent to another node"), load: null);
        }

        try
        {
            return await SendAsync(request, frame, expected, end, ct).ConfigureAwait(false);
        }
        finally
        {
            InFlight.Leave(room);
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
                : Answered(request, ChannelAnswers.Late("at another node"), load: null);
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

    private NodeConnection Connect() => new(_endpoint, _settings, _certificates);

    private void OnBroken(NodeLink link)
    {
        InFlight.FailWaiting(() => Lost(link.Reason!, mayHaveRun: false));
        Broken?.Invoke(this, EventArgs.Empty);
    }

    private RemoteAnswer Answered(Infer request, InferAnswer answer, NodeLoad? load)
    {
        if (load is { } heard) _lastLoads[request.Model] = heard;
        return new RemoteAnswer(
            answer.RequestId == request.RequestId ? answer : answer with { RequestId = request.RequestId },
            load ?? _lastLoads.GetValueOrDefault(request.Model));
    }

    private NodeLostException Lost(string reason, bool mayHaveRun, Exception? cause = null) => new(_endpoint, reason, mayHaveRun, cause);
}

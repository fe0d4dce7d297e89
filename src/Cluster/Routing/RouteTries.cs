namespace NeuronActors.Cluster.Routing;

/// <summary>What has become of one request so far: where it was refused, and how often it was lost. Plain.</summary>
/// <param name="changes">How often the routes have changed: who holds what, and who can be asked.</param>
internal sealed class RouteTries(int changes = 0)
{
    // Who refused is not sent the whole request again with each word that any node says about anything.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    // As it was when those that have been asked were asked.
    private int _changes = changes;
    private HashSet<NodeName>? _notAgain;
    private HashSet<NodeName>? _refused;
    private long? _waitsSince;
    private long _startedAgainAt;
    private int _losses;
    private bool _wasUnreached;

    public bool MayRunHere { get; private set; } = true;

    /// <summary>Whether this node had replicas when it was chosen.</summary>
    public bool WasReadyHere { get; set; }

    /// <summary>Why it was refused last; null when it never was.</summary>
    public InferAnswer? Refusal { get; private set; }

    /// <summary>Whether a node that was known to have the model said that it has not: so that newer word is on its way.</summary>
    public bool WasContradicted { get; private set; }

    /// <summary>Whether a node was lost under it, or could not be reached for it.</summary>
    public bool WasLost => _losses > 0 || _wasUnreached;

    public bool MayAsk(NodeName node) => _notAgain?.Contains(node) != true;

    /// <summary>Whether a node has said no, as opposed to one that was lost or has not been asked.</summary>
    public bool HasRefused(NodeName node) => _refused?.Contains(node) == true;

    /// <summary>Takes the answer of a node.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="node">The node; null for this one.</param>
    /// <param name="wasExpected">Whether the node was known to have replicas.</param>
    /// <param name="mayHaveRun">Whether it may have been executed and only the answer was refused.</param>
    /// <returns>The answer to be given; null to look elsewhere: it was not executed, or may be once more, and another node may well do so.</returns>
    public InferAnswer? Refused(InferAnswer answer, Infer request, NodeName? node, bool wasExpected, bool mayHaveRun = false)
    {
        if (answer is not InferRejected refused || !IsOfThatNode(refused.Reason, mayRun: request.RetryOnFault || !mayHaveRun)) return answer;

        Refusal = answer;
        WasContradicted |= wasExpected && IsNews(refused.Reason, request, isHere: node is null);
        Exclude(node);
        if (node is { } other) (_refused ??= []).Add(other);
        return null;
    }

    /// <summary>A node was lost under the request, which may have been executed there.</summary>
    /// <returns>The answer to be given; null to run it once more, elsewhere.</returns>
    public InferAnswer? Lost(Infer request, NodeName node)
    {
        Exclude(node);
        if (request.RetryOnFault && _losses++ == 0) return null;

        return new InferFailed(
            RuntimeErrorKind.DeviceFault,
            request.RetryOnFault
                ? $"Node {node} was lost while it ran the request, as another was before."
                : $"Node {node} was lost while it ran the request, which may not be executed twice.");
    }

    /// <summary>A node could not be reached, so nothing has been executed there: the request looks elsewhere, as often as it takes.</summary>
    public void NotReached(NodeName node)
    {
        Exclude(node);
        _wasUnreached = true;
    }

    /// <summary>Whoever refused may accept now, if the routes have changed since it was asked, or if that was some time ago.</summary>
    /// <param name="now">Now.</param>
    /// <param name="changes">How often the routes have changed by now.</param>
    /// <returns>Whether everybody may be asked again.</returns>
    public bool StartAgain(long now, int changes)
    {
        if (changes == _changes && now - Math.Max(_startedAgainAt, _waitsSince ?? now) < AskAgainAfter.Ticks) return false;

        _changes = changes;
        _startedAgainAt = now;
        _notAgain?.Clear();
        _refused?.Clear();
        MayRunHere = true;
        WasContradicted = false;
        return true;
    }

    /// <summary>How much of the time that it may wait is left, over all its waits.</summary>
    public TimeSpan LeftToWait(long now, TimeSpan most) => most - new TimeSpan(now - (_waitsSince ??= now));

    // What is too large to travel may still run where it is.
    private static bool IsOfThatNode(RejectionReason reason, bool mayRun) => reason switch
    {
        RejectionReason.ModelNotFound or RejectionReason.ModelUnavailable or RejectionReason.Draining or RejectionReason.QueueFull => true,
        RejectionReason.TooLargeForFrame => mayRun,
        _ => false,
    };

    // A full queue is nothing new; nor is it that a model lacks a subgraph, or that this node itself is going down.
    private static bool IsNews(RejectionReason reason, Infer request, bool isHere) => reason switch
    {
        RejectionReason.ModelNotFound => request.Subgraph is null,
        RejectionReason.ModelUnavailable => true,
        RejectionReason.Draining => !isHere,
        _ => false,
    };

    private void Exclude(NodeName? node)
    {
        if (node is { } other) (_notAgain ??= []).Add(other);
        else MayRunHere = false;
    }
}

namespace NeuronActors.Cluster.Routing;

/// <summary>
/// Whether a node is asked. Plain, and not thread-safe. Signs that it is lost, the quickest first: a broken connection; silence while it
/// owes an answer, made certain by a probe; the failure detector of the cluster. It is left out at the first, and asked again when a probe
/// is answered.
/// </summary>
internal sealed class NodeHealth(RouteSettings settings, long now)
{
    private long _lastHeard = now;

    /// <summary>Why it is left out; null while it is asked.</summary>
    public string? WhyOut { get; private set; }

    /// <summary>Whether the cluster can reach it.</summary>
    public bool IsReachable { get; private set; } = true;

    public bool IsAsked => WhyOut is null && IsReachable;

    /// <summary>It answered, whatever it was.</summary>
    /// <returns>Whether it was left out until now.</returns>
    public bool Heard(long at)
    {
        _lastHeard = at;
        if (WhyOut is null || !IsReachable) return false;

        WhyOut = null;
        return true;
    }

    /// <summary>Its connection broke, it goes down, or a probe was not answered.</summary>
    public void Broke(string why) => WhyOut ??= why;

    /// <summary>The cluster can or cannot reach it. When it can again, a probe decides.</summary>
    public void Reachable(bool isReachable)
    {
        if (!isReachable) WhyOut ??= "the cluster cannot reach it";
        IsReachable = isReachable;
    }

    /// <summary>Whether to find out if it answers: it is left out, or has said nothing for long while it owes an answer.</summary>
    /// <param name="at">Now.</param>
    /// <param name="owesAnswer">Whether a request is on its way. An execution may take long; so silence alone proves nothing.</param>
    public bool WantsProbe(long at, bool owesAnswer) =>
        IsReachable && (WhyOut is not null || (owesAnswer && at - _lastHeard >= settings.SilentAfter.Ticks));
}

using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Routing;

/// <summary>
/// The links to all other nodes: made and closed as the directory says, lost as channels, probes and the cluster say. Thread-safe.
/// </summary>
internal sealed class NodeLinks : IDisposable
{
    // Nobody can load a model of this name by accident, and that it is not there is the quickest answer a node can give.
    private static readonly Infer Probe = new(new ModelName("neuron-probe-0"), []);

    private readonly Dictionary<NodeName, NodeLink> _links = [];
    private readonly PoolParts _parts;
    private readonly INodeChannels _channels;
    private readonly Lock _gate;
    private readonly Action _healthChanged;
    private readonly ITimer _timer;

    /// <summary>Makes the links.</summary>
    /// <param name="parts">What this node is made of.</param>
    /// <param name="channels">Makes the channels.</param>
    /// <param name="gate">The lock under which everything is touched; the router's.</param>
    /// <param name="healthChanged">A node is asked again, or no longer. Called without the lock.</param>
    public NodeLinks(PoolParts parts, INodeChannels channels, Lock gate, Action healthChanged)
    {
        _parts = parts;
        _channels = channels;
        _gate = gate;
        _healthChanged = healthChanged;
        var interval = parts.Settings.Routing.ProbeInterval;
        _timer = parts.Cores.Clock.CreateTimer(_ => ProbeAll(), null, interval, interval);
    }

    private long Now => Clock.Now(_parts.Cores.Clock);

    /// <summary>Whether a node is asked. Under the lock.</summary>
    public bool MayAsk(NodeName node) => _links.TryGetValue(node, out var link) && link.Health.IsAsked;

    /// <summary>The link to a node that may be asked. Under the lock.</summary>
    public NodeLink To(NodeName node) => _links[node];

    /// <summary>Brings the links in line with what is known of the nodes.</summary>
    public void Update(DirectoryView view)
    {
        var lost = new List<INodeChannel>();
        var closed = new List<INodeChannel>();
        lock (_gate)
        {
            foreach (var link in _links.Values.ToArray())
            {
                if (view.Find(link.Node) is { } node && node.Id == link.Id && node.Last.Endpoint == link.Endpoint) continue;

                link.Health.Broke("it has left the cluster");
                closed.Add(link.Channel);
                _links.Remove(link.Node);
            }

            foreach (var node in view.Nodes.Where(node => node.Name != _parts.Node)) Refresh(node, lost);
        }

        foreach (var channel in lost) channel.GiveUp("the cluster cannot reach it");
        foreach (var channel in closed) _ = channel.DisposeAsync().AsTask();
    }

    /// <summary>Whether a request only asks whether anybody is there.</summary>
    public static bool IsProbe(Infer request) => request.Model == Probe.Model;

    /// <summary>A node has answered.</summary>
    public void Heard(NodeLink link)
    {
        bool isBack;
        lock (_gate) isBack = link.Health.Heard(Now);
        if (!isBack) return;

        PoolLog.NodeBack(_parts.Log, link.Node);
        _healthChanged();
    }

    /// <summary>
    /// A node is not asked any more. What is on its way to it goes on: a node that goes down answers what it has begun, and what cannot be
    /// answered fails with its connection.
    /// </summary>
    public void LeaveOut(NodeLink link, string why)
    {
        bool wasAsked;
        lock (_gate)
        {
            wasAsked = link.Health.IsAsked;
            link.Health.Broke(why);
        }

        if (!wasAsked) return;

        PoolLog.NodeLeftOut(_parts.Log, link.Node, why);
        _healthChanged();
    }

    public void Dispose()
    {
        _timer.Dispose();
        Update(DirectoryView.Empty);
    }

    private void Refresh(NodeEntry node, List<INodeChannel> lost)
    {
        if (!_links.TryGetValue(node.Name, out var link))
        {
            link = new NodeLink(
                node.Id, node.Last.Endpoint, _channels.Connect(node.Last.Endpoint), new NodeHealth(_parts.Settings.Routing, Now));
            link.Channel.Broken += (_, _) => LeaveOut(link, "its connection broke");
            _links.Add(node.Name, link);
        }

        if (!node.IsReachable && link.Health.IsReachable) lost.Add(link.Channel);
        link.Health.Reachable(node.IsReachable);
    }

    private void ProbeAll()
    {
        NodeLink[] silent;
        lock (_gate)
        {
            silent = [.. _links.Values.Where(link => !link.IsProbing && link.Health.WantsProbe(Now, link.Pending > 0))];
            foreach (var link in silent) link.IsProbing = true;
        }

        foreach (var link in silent) _ = ProbeAsync(link);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031:Do not catch general exception types", Justification = "Whatever a channel throws, the node has not answered.")]
    private async Task ProbeAsync(NodeLink link)
    {
        try
        {
            using var patience = new CancellationTokenSource(_parts.Settings.Routing.SilentAfter, _parts.Cores.Clock);
            var answer = await link.Channel.InferAsync(Probe, patience.Token).ConfigureAwait(false);
            if (!answer.IsOfChannel) Heard(link);
        }
        catch (OperationCanceledException)
        {
            const string Silent = "it does not answer";
            LeaveOut(link, Silent);
            link.Channel.GiveUp(Silent);
        }
        catch (Exception broken)
        {
            LeaveOut(link, broken.Message);
        }
        finally
        {
            lock (_gate) link.IsProbing = false;
        }
    }
}

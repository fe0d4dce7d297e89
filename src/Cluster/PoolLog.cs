using Akka.Event;
using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster;

/// <summary>What the pool logs.</summary>
internal static class PoolLog
{
    public static void Decides(ILoggingAdapter log, NodeName node, long term) =>
        log.Info("Node {0} decides for the pool from now on, in term {1}", node, term);

    public static void Begins(ILoggingAdapter log, string order, PlacementCommand command, ImmutableArray<NodeRange> target) =>
        log.Info("Change {0}: {1} goes to {2}", order, command, string.Join("; ", target));

    public static void Resumes(ILoggingAdapter log, string order, ModelName model) =>
        log.Warning("Change {0} of {1} was left half done and is taken up again", order, model);

    public static void Ended(ILoggingAdapter log, string order, PoolAnswer answer) => log.Info("Change {0}: {1}", order, answer);

    public static void StepFailed(ILoggingAdapter log, ModelName model, string step, string why) =>
        log.Warning("{0}: {1} failed: {2}", model, step, why);

    public static void Reconciles(ILoggingAdapter log, ModelName model, ImmutableArray<NodeStep> steps) =>
        log.Info("{0} is not where it is meant to be: {1}", model, string.Join("; ", steps));

    public static void SameName(ILoggingAdapter log, string address, NodeName name) =>
        log.Error("{0} calls itself {1}, as an older node does. It takes no part in the pool until it has a name of its own", address, name);

    public static void NodeLeftOut(ILoggingAdapter log, NodeName node, string why) => log.Warning("Node {0} is left out: {1}", node, why);

    public static void NotHandedOver(ILoggingAdapter log, TimeSpan patience) =>
        log.Warning("Others have not taken over within {0} all that this node holds. It goes on with its end", patience);

    public static void Unidentified(ILoggingAdapter log, string path, Exception why) =>
        log.Warning("{0} cannot go to other nodes: {1}", path, why.Message);

    public static void NodeBack(ILoggingAdapter log, NodeName node) => log.Info("Node {0} answers again", node);
}

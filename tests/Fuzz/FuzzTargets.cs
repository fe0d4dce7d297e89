using NeuronActors.Fuzz.Targets;

namespace NeuronActors.Fuzz;

/// <summary>All readers of model files.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All()
    {
        var seeds = new FuzzSeeds();
        return
        [
            NeffTargets.Header(seeds),
            NeffTargets.Payload(seeds),
            NeffTargets.Meta(seeds),
            ArchiveTargets.Zip(seeds),
            ArchiveTargets.Pickle(seeds),
            ArchiveTargets.Objects(seeds),
            ArchiveTargets.Code(seeds),
        ];
    }
}

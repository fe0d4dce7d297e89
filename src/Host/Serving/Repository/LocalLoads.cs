using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>Loads onto this node, which is alone.</summary>
internal sealed class LocalLoads(ModelCatalog catalog, NeuronCores cores) : ModelLoads
{
    public override async Task<ModelTarget> LoadAsync(string name, long version, string path, PlacementChoice? placement)
    {
        (placement?.Scope ?? default).RequireLocal();
        var alias = Reserve(name, version);
        try
        {
            using var context = placement?.Open();
            return new LocalTarget(await cores.LoadAsync(path, alias));
        }
        catch
        {
            catalog.Release(alias);
            throw;
        }
    }

    public override async Task UnloadAsync(ModelTarget target, PlacementScope scope)
    {
        scope.RequireLocal();
        await cores.UnloadAsync(target.Name);
        catalog.Release(target.Name);
    }

    // The client's name where it is free, so that logs and metrics read well; else one that says which load it is.
    private ModelName Reserve(string name, long version)
    {
        const int LongestStem = 96;
        var stem = name[..Math.Min(name.Length, LongestStem)];
        for (var load = 0; ; load++)
        {
            var text = load switch { 0 => name, 1 => $"{stem}_v{version}", _ => $"{stem}_v{version}_{load}" };
            if (!ModelName.TryParse(text, out var alias) || cores.Find(alias) is not null) continue;
            if (catalog.TryReserve(alias, name, version)) return alias;
        }
    }
}

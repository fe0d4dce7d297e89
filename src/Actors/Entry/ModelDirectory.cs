using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NeuronActors.Placement;

namespace NeuronActors;

/// <summary>
/// The models that are loaded, for whoever has to find one by name: written by the coordinator, read from any thread. A model is in it
/// from the end of its load to the end of its unload.
/// </summary>
internal sealed class ModelDirectory
{
    private readonly ConcurrentDictionary<ModelName, PlacedModel> _models = new();

    public IEnumerable<PlacedModel> Models => _models.Values;

    public bool TryFind(ModelName name, [NotNullWhen(true)] out PlacedModel? model) => _models.TryGetValue(name, out model);

    public void Add(ModelName name, PlacedModel model) => _models[name] = model;

    public void Remove(ModelName name) => _models.TryRemove(name, out _);
}

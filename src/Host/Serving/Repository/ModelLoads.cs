using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>How the versions of a repository come to where requests find them, and go. Failures are thrown as they are.</summary>
internal abstract class ModelLoads
{
    /// <summary>Loads a version; returns when it can take requests.</summary>
    /// <param name="name">The model, as clients call it.</param>
    /// <param name="version">The version.</param>
    /// <param name="path">Its file or folder on this node.</param>
    /// <param name="placement">Onto which cores; null leaves that to the defaults.</param>
    public abstract Task<ModelTarget> LoadAsync(string name, long version, string path, PlacementChoice? placement);

    /// <summary>Whether the last load of a model came to nothing because somebody else is to bring it: it is loaded again when that has happened.</summary>
    /// <param name="name">The model, as clients call it.</param>
    public virtual bool IsAwaited(string name) => false;

    /// <summary>Whether a model that does not serve is no affair of this node, because others are meant to hold it.</summary>
    /// <param name="name">The model, as clients call it.</param>
    public virtual bool IsOthers(string name) => false;

    /// <summary>Unloads what <see cref="LoadAsync"/> gave; returns when the memory is released.</summary>
    /// <param name="target">The version, which takes no new requests.</param>
    /// <param name="scope">From where.</param>
    public abstract Task UnloadAsync(ModelTarget target, PlacementScope scope);
}

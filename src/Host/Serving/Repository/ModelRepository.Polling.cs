namespace NeuronActors.Node.Serving.Repository;

/// <summary>The folders decide: what is to be done when they have changed.</summary>
internal sealed partial class ModelRepository
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tried = new(StringComparer.Ordinal);

    /// <summary>Polls until the token is cancelled; nothing to do in another mode.</summary>
    public async Task PollUntilAsync(CancellationToken cancellationToken)
    {
        if (settings.Mode != ModelControlMode.Poll) return;

        foreach (var model in RepositoryScan.Read(settings.Roots)) _tried[model.Name] = model.Stamp;
        using var timer = new PeriodicTimer(settings.PollInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await PollAsync(cancellationToken);
    }

    /// <summary>
    /// Compares the folders with what was loaded. What has changed is loaded when it looks the same twice: a model that is being copied
    /// into its folder is not taken for a model. What failed is tried again when it changes.
    /// </summary>
    private async Task PollAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<RepositoryModel> stored;
        try
        {
            stored = RepositoryScan.Read(settings.Roots);
        }
        catch (ServingException unreadable)
        {
            // A repository that is away for a moment is no wish to unload everything.
            RepositoryLog.PollFailed(log, unreadable.Message);
            return;
        }

        foreach (var model in stored)
        {
            var settled = _seen.GetValueOrDefault(model.Name) == model.Stamp;
            _seen[model.Name] = model.Stamp;
            if (!settled || _tried.GetValueOrDefault(model.Name) == model.Stamp) continue;

            _tried[model.Name] = model.Stamp;
            _states.Want(model.Name);
            await LoadCoreAsync(model.Name, new LoadRequest(), cancellationToken);
        }

        foreach (var gone in _tried.Keys.Except(stored.Select(model => model.Name)).ToArray())
        {
            _tried.Remove(gone);
            _seen.Remove(gone);
            _states.Unwant(gone);
            await UnloadCoreAsync(gone, "unloaded: it is not in the repository any more", cancellationToken);
            _states.Forget(gone);
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>The folders decide: what is to be done when they have changed.</summary>
internal sealed partial class ModelRepository
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tried = new(StringComparer.Ordinal);

    /// <summary>Polls until the token is cancelled; nothing to do in another mode.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One round that fails must not be the last.")]
    public async Task PollUntilAsync(CancellationToken cancellationToken)
    {
        if (settings.Mode != ModelControlMode.Poll) return;

        foreach (var model in RepositoryScan.Read(settings.Roots)) _tried[model.Name] = model.Stamp;
        using var timer = new PeriodicTimer(settings.PollInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await PollAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                RepositoryLog.PollFailed(log, failure.Message);
            }
        }
    }

    /// <summary>
    /// Compares the folders with what was loaded. What has changed is loaded when it looks the same twice: a model that is being copied
    /// into its folder is not taken for a model. What failed is tried again when it changes.
    /// </summary>
    private async Task PollAsync(CancellationToken cancellationToken)
    {
        // A repository that is away for a moment is no wish to unload everything: that throws, and nothing is touched.
        var stored = RepositoryScan.Read(settings.Roots);
        foreach (var model in stored)
        {
            var settled = _seen.GetValueOrDefault(model.Name) == model.Stamp;
            _seen[model.Name] = model.Stamp;
            if (!settled || _tried.GetValueOrDefault(model.Name) == model.Stamp) continue;

            _tried[model.Name] = model.Stamp;
            if (model.Flaw is not null) continue;

            _states.Want(model.Name);
            await LoadCoreAsync(model.Name, new LoadRequest(), cancellationToken);
        }

        foreach (var gone in _tried.Keys.Except(stored.Select(model => model.Name)).ToArray())
        {
            _tried.Remove(gone);
            _seen.Remove(gone);
            _states.Unwant(gone);
            await UnloadCoreAsync(gone, "unloaded: it is not in the repository any more", default, cancellationToken);
            _states.Forget(gone);
        }
    }
}

using System.Diagnostics;
using NeuronActors.Placement;
using NeuronActors.Routing;

namespace NeuronActors;

/// <summary>
/// A loaded model, to be called. Good until the model is unloaded; after that every call is answered
/// <see cref="RejectionReason.ModelNotFound"/>. Thread-safe.
/// </summary>
public sealed class NeuronModel
{
    private readonly NeuronCores _cores;
    private readonly PlacedModel _model;
    private readonly IRouterInbox _router;

    internal NeuronModel(NeuronCores cores, PlacedModel model)
    {
        _cores = cores;
        _model = model;
        _router = new ModelRouterActor.ActorInbox(model.Router, cores.Clock);
    }

    /// <summary>Its name.</summary>
    public ModelName Name => _model.Name;

    /// <summary>What it takes and gives; nothing, when it runs in parts only.</summary>
    public SubgraphSignature Signature => _model.Signature!;

    /// <summary>Why only its subgraphs can be run, each by name, and not the whole; null when the whole can.</summary>
    public string? RunsInPartsBecause => _model.Package.RunsInPartsBecause;

    /// <summary>The names of its subgraphs in execution order.</summary>
    public ImmutableArray<string> Subgraphs => [.. _model.Subgraphs.Select(subgraph => subgraph.Name)];

    /// <summary>What one of its subgraphs takes and gives.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public SubgraphSignature SignatureOf(string subgraph) =>
        _model.Find(subgraph)?.Signature ?? throw new KeyNotFoundException($"Model '{Name}' has no subgraph '{subgraph}'.");

    /// <summary>Runs the model on one input.</summary>
    /// <inheritdoc cref="InferAsync(ImmutableArray{NamedTensor}, InferOptions, CancellationToken)"/>
    public ValueTask<InferCompleted> InferAsync(NamedTensor input, CancellationToken cancellationToken = default) =>
        Send([input], default, cancellationToken).Completed;

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The inputs, in any order. Their memory is to be left alone until the answer.</param>
    /// <param name="options">Deadline, subgraph, retry.</param>
    /// <param name="cancellationToken">Takes the request back: out of any queue at once, and its result is dropped if it runs already.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InferException">It was refused or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<InferCompleted> InferAsync(
        ImmutableArray<NamedTensor> inputs, InferOptions options = default, CancellationToken cancellationToken = default) =>
        Send(inputs, options, cancellationToken).Completed;

    /// <summary>Runs the model, and returns a refusal or a failure instead of throwing it: for servers, where both are ordinary.</summary>
    /// <inheritdoc cref="InferAsync(ImmutableArray{NamedTensor}, InferOptions, CancellationToken)"/>
    public ValueTask<InferAnswer> TryInferAsync(
        ImmutableArray<NamedTensor> inputs, InferOptions options = default, CancellationToken cancellationToken = default) =>
        Send(inputs, options, cancellationToken).Answer;

    private PendingInfer Send(ImmutableArray<NamedTensor> inputs, InferOptions options, CancellationToken cancellationToken)
    {
        var request = new PendingInfer(Name, inputs, options.Subgraph, options.Deadline, options.RetryOnFault)
        {
            Priority = options.Priority,
            TraceContext = Activity.Current?.Context ?? default,
        };
        if (cancellationToken.CanBeCanceled) request.CancelWith(_router, cancellationToken);
        _model.Send(request);

        // After the system has stopped nobody is left to answer. The flag is raised while dead letters still are, so a request is either
        // answered by those or by this.
        if (_cores.HasStopped) request.TryAnswer(Refusals.Draining(Name));
        return request;
    }
}

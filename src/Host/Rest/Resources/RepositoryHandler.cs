using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Repository.Uploads;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>The models that there are; loads and unloads.</summary>
internal sealed class RepositoryHandler(ModelRepository repository, RestLimits limits)
{
    public async Task IndexAsync(HttpContext context)
    {
        var parameters = new ParameterReader(await JsonParameters.ReadAsync(context));
        var readyOnly = parameters.Flag("ready") ?? false;
        var entries = repository.Index(readyOnly);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartArray();
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("name", entry.Name);
                if (entry.Version.Length > 0) json.WriteString("version", entry.Version);
                json.WriteString("state", entry.StateText);
                json.WriteString("reason", entry.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public async Task LoadAsync(HttpContext context, string model)
    {
        // It may bring the files of the model, so it may be as large as anything.
        var request = LoadRequest.From(await JsonParameters.ReadAsync(context, within: "parameters", limits.MaxBodyBytes, UploadedFile.Prefix));
        await AnswerAsync(context, await repository.LoadAsync(model, request, context.RequestAborted));
    }

    public async Task UnloadAsync(HttpContext context, string model)
    {
        // No model here depends on another one, so there is nothing that unload_dependents could add.
        var scope = PlacementScope.From(new ParameterReader(await JsonParameters.ReadAsync(context, within: "parameters")));
        await AnswerAsync(context, await repository.UnloadAsync(model, scope, context.RequestAborted));
    }

    private static Task AnswerAsync(HttpContext context, ServingError? error) =>
        error is null ? JsonAnswer.WriteEmptyAsync(context) : ErrorAnswer.WriteAsync(context, error);
}

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Dashboard.Live;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Rest.Infer;
using NeuronActors.Node.Rest.Resources;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Rest;

/// <summary>
/// Takes every request of the protocol to whoever answers it, and sees to it that whatever goes wrong is answered as the protocol has it:
/// a status, and a body with an <c>error</c>.
/// </summary>
internal sealed class RestRouter(
    AccessControl access,
    InferHandler infer,
    HealthHandler health,
    ModelHandler models,
    RepositoryHandler repository,
    StatisticsHandler statistics,
    PlacementHandler placement,
    EventsHandler events,
    NodeLifetime lifetime,
    ILogger<RestRouter> log)
{
    public static Task AnswerUnknownAsync(HttpContext context) =>
        ErrorAnswer.WriteAsync(context, ServingError.NotFound($"There is nothing at '{context.Request.Path}'."));

    public async Task HandleAsync(HttpContext context)
    {
        // Whoever holds its connections open would come here until the very end; a new one goes where a balancer sends it.
        if (lifetime.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        try
        {
            await DispatchAsync(context);
        }
        catch (ServingException refused)
        {
            await ErrorAnswer.WriteAsync(context, refused.Error);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested || gone is ConnectionResetException)
        {
            // Nobody is left to be answered.
            context.Abort();
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RestLog.Failed(log, unexpected, context.Request.Method, context.Request.Path);
            await ErrorAnswer.WriteAsync(context, new ServingError(ServingErrorKind.Internal, $"The node failed: {unexpected.Message}"));
        }
    }

    private Task DispatchAsync(HttpContext context)
    {
        var path = RestPath.Parse(context.Request.Path.Value);
        if (path.Resource == RestResource.None) return AnswerUnknownAsync(context);

        var (takes, level) = RestRules.Of(path.Resource);
        var isPost = HttpMethods.IsPost(context.Request.Method);
        if (!(isPost ? takes.HasFlag(RestVerbs.Post) : takes.HasFlag(RestVerbs.Get) && HttpMethods.IsGet(context.Request.Method)))
        {
            return ErrorAnswer.WriteWrongVerbAsync(context, takes);
        }

        if (access.Guards(level) && RefusalOf(context) is { } refusal) return ErrorAnswer.WriteAsync(context, refusal);

        return path.Resource switch
        {
            RestResource.Infer => infer.HandleAsync(context, path.Model, path.Version),
            RestResource.Live => HealthHandler.LiveAsync(context),
            RestResource.Ready => health.ReadyAsync(context),
            RestResource.ModelReady => health.ModelReadyAsync(context, path.Model, path.Version),
            RestResource.Server => ModelHandler.ServerAsync(context),
            RestResource.Models => models.ListAsync(context),
            RestResource.Model => models.MetadataAsync(context, path.Model, path.Version),
            RestResource.Config => models.ConfigAsync(context, path.Model, path.Version),
            RestResource.Statistics => statistics.ModelAsync(context, path.Model, path.Version),
            RestResource.AllStatistics => statistics.AllAsync(context),
            RestResource.RepositoryIndex => repository.IndexAsync(context),
            RestResource.RepositoryLoad => repository.LoadAsync(context, path.Model.ToString()),
            RestResource.RepositoryUnload => repository.UnloadAsync(context, path.Model.ToString()),
            RestResource.Cores => placement.CoresAsync(context),
            RestResource.Events => events.StreamAsync(context),
            RestResource.Placement => isPost ? placement.MoveAsync(context, path.Model, path.Version) : placement.ShowAsync(context, path.Model, path.Version),
            _ => throw new InvalidOperationException($"Nobody answers {path.Resource}."),
        };
    }

    private ServingError? RefusalOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        return access.Refusal(headers.Authorization, headers["X-Api-Key"], context.Connection.ClientCertificate is not null);
    }
}

using System.Text;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Metrics;

/// <summary>Answers a scrape. A node whose coordinator is stuck answers too: of the cores what was known last.</summary>
internal sealed class MetricsHandler(NodeMetrics metrics, NodeWatch watch, AccessControl access)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await ErrorAnswer.WriteWrongVerbAsync(context, Rest.RestVerbs.Get);
            return;
        }

        if (access.Guards(AccessLevel.Administration) && RefusalOf(context) is { } refusal)
        {
            await ErrorAnswer.WriteAsync(context, refusal);
            return;
        }

        var now = await watch.LookAsync(context.RequestAborted);
        var body = Encoding.UTF8.GetBytes(PrometheusText.Write(metrics.Read(now)));
        context.Response.ContentType = PrometheusText.MediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private ServingError? RefusalOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        return access.Refusal(headers.Authorization, headers["X-Api-Key"], context.Connection.ClientCertificate is not null);
    }
}

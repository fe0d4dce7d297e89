using System.Globalization;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Rest.Bodies;

/// <summary>Whatever goes wrong, as the protocol has it: a status, and <c>{"error": …}</c>, never packed.</summary>
internal static class ErrorAnswer
{
    // Clients that were refused together must not come back together.
    private const double Jitter = 0.25;

    public static Task WriteAsync(HttpContext context, ServingError error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        if (error.SaysWhen) headers.RetryAfter = RetryAfter(error.RetryAfter);
        if (error.Kind == ServingErrorKind.Unauthenticated) headers.WWWAuthenticate = "Bearer";
        return JsonAnswer.WriteAsync(context, error.Kind.HttpStatus(), json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error.Message);
            json.WriteEndObject();
        });
    }

    public static Task WriteWrongVerbAsync(HttpContext context, RestVerbs takes)
    {
        var allowed = takes.ToString().ToUpperInvariant();
        context.Response.Headers.Allow = allowed;
        return WriteAsync(
            context,
            new ServingError(ServingErrorKind.MethodNotAllowed, $"'{context.Request.Path}' takes {allowed}, not {context.Request.Method}."));
    }

    // Whole seconds are all that the header can say; 1 is the soonest.
    private static string RetryAfter(TimeSpan? estimate)
    {
        var seconds = (estimate ?? TimeSpan.Zero).TotalSeconds * (1 + (Jitter * Random.Shared.NextDouble()));
        return Math.Max(1, Math.Ceiling(seconds)).ToString(CultureInfo.InvariantCulture);
    }
}

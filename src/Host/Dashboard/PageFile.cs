using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest;
using NeuronActors.Node.Rest.Bodies;

namespace NeuronActors.Node.Dashboard;

/// <summary>One file of the page. A browser asks each time whether it has changed, so that a new node is never shown by an old page.</summary>
internal sealed class PageFile(string path, string mediaType, byte[] content)
{
    // Nothing but our own files and our own calls; no frame around it, so that nobody can have a click land on a button here.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";

    public string Path => path;

    public Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var isHead = HttpMethods.IsHead(request.Method);
        if (!isHead && !HttpMethods.IsGet(request.Method)) return ErrorAnswer.WriteWrongVerbAsync(context, RestVerbs.Get);

        var headers = response.Headers;
        headers.ETag = _tag;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (request.Headers.IfNoneMatch == _tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = mediaType;
        response.ContentLength = content.Length;
        return isHead ? Task.CompletedTask : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}

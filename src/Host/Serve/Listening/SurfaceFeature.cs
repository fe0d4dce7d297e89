using Microsoft.AspNetCore.Http;

namespace NeuronActors.Node.Serve.Listening;

/// <summary>On every connection: what is served on the address that took it.</summary>
internal sealed record SurfaceFeature(NodeSurface Surface)
{
    /// <summary>Whether a request came to an address that serves this.</summary>
    public static bool Has(HttpContext context, NodeSurface surface) =>
        context.Features.Get<SurfaceFeature>() is not { } feature || (feature.Surface & surface) != 0;
}

namespace NeuronActors.Node.Rest;

/// <summary>A path taken apart, without an allocation: model and version are pieces of it.</summary>
internal readonly ref struct RestPath
{
    private RestPath(RestResource resource, ReadOnlySpan<char> model = default, ReadOnlySpan<char> version = default)
    {
        Resource = resource;
        Model = model;
        Version = version;
    }

    public RestResource Resource { get; }

    public ReadOnlySpan<char> Model { get; }

    /// <summary>As the client wrote it; empty when it named none.</summary>
    public ReadOnlySpan<char> Version { get; }

    /// <summary>Whether a path is of this protocol at all, known or not.</summary>
    public static bool IsOurs(string path) => path.StartsWith("/v2", StringComparison.Ordinal) && (path.Length == 3 || path[3] == '/');

    /// <summary>Takes apart a path that is of this protocol.</summary>
    public static RestPath Parse(ReadOnlySpan<char> path)
    {
        path = path["/v2".Length..].TrimEnd('/');
        var first = Next(ref path);
        return first switch
        {
            "" => new RestPath(RestResource.Server),
            "models" => OfModels(path),
            "health" => path switch
            {
                "/live" => new RestPath(RestResource.Live),
                "/ready" => new RestPath(RestResource.Ready),
                _ => default,
            },
            "repository" => OfRepository(path),
            "neuron" => OfNeuron(path),
            _ => default,
        };
    }

    private static RestPath OfModels(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty) return new RestPath(RestResource.Models);
        if (path is "/stats") return new RestPath(RestResource.AllStatistics);

        var model = Next(ref path);
        if (!TryVersion(ref path, out var version)) return default;

        var resource = path switch
        {
            "/infer" => RestResource.Infer,
            "" => RestResource.Model,
            "/ready" => RestResource.ModelReady,
            "/config" => RestResource.Config,
            "/stats" => RestResource.Statistics,
            _ => RestResource.None,
        };
        return model.IsEmpty ? default : new RestPath(resource, model, version);
    }

    // A name of a repository may stand before what is asked of it; there is one, whatever its name.
    private static RestPath OfRepository(ReadOnlySpan<char> path)
    {
        if (path is "/index") return new RestPath(RestResource.RepositoryIndex);
        if (!path.StartsWith("/models/"))
        {
            Next(ref path);
            if (path is "/index") return new RestPath(RestResource.RepositoryIndex);
            if (!path.StartsWith("/models/")) return default;
        }

        Next(ref path);
        var model = Next(ref path);
        return path switch
        {
            "/load" => new RestPath(RestResource.RepositoryLoad, model),
            "/unload" => new RestPath(RestResource.RepositoryUnload, model),
            _ => default,
        };
    }

    private static RestPath OfNeuron(ReadOnlySpan<char> path)
    {
        if (path is "/cores") return new RestPath(RestResource.Cores);
        if (path is "/events") return new RestPath(RestResource.Events);
        if (!path.StartsWith("/models/")) return default;

        Next(ref path);
        var model = Next(ref path);
        if (model.IsEmpty || !TryVersion(ref path, out var version)) return default;
        return path is "/placement" ? new RestPath(RestResource.Placement, model, version) : default;
    }

    /// <summary>Takes the version off a path where it names one; false when it only begins to.</summary>
    private static bool TryVersion(scoped ref ReadOnlySpan<char> path, out ReadOnlySpan<char> version)
    {
        version = default;
        if (!path.StartsWith("/versions/")) return true;

        Next(ref path);
        version = Next(ref path);
        return !version.IsEmpty;
    }

    /// <summary>Takes the next piece off a path that begins with a slash, and leaves what follows it, slash included.</summary>
    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> path)
    {
        if (path.IsEmpty) return path;

        var rest = path[1..];
        var end = rest.IndexOf('/');
        var piece = end < 0 ? rest : rest[..end];
        path = end < 0 ? default : rest[end..];
        return piece;
    }
}

namespace NeuronActors.Cluster.Routing;

/// <summary>Where a request goes.</summary>
/// <param name="Kind">Here, elsewhere or nowhere.</param>
/// <param name="Remote">The node; null unless elsewhere.</param>
internal readonly record struct RouteChoice(RouteKind Kind, RemoteRoutee? Remote)
{
    public static RouteChoice Here => new(RouteKind.Here, null);

    public static RouteChoice Nowhere => new(RouteKind.Nowhere, null);

    public static RouteChoice To(RemoteRoutee remote) => new(RouteKind.Elsewhere, remote);
}

/// <summary>The kinds of <see cref="RouteChoice"/>.</summary>
internal enum RouteKind
{
    /// <summary>Nobody has the model who could be asked.</summary>
    Nowhere,

    /// <summary>This node's own replicas.</summary>
    Here,

    /// <summary>Another node's.</summary>
    Elsewhere,
}

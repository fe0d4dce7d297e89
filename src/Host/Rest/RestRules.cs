using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Rest;

/// <summary>For each path: the verbs that it takes, and who may use it.</summary>
internal static class RestRules
{
    public static (RestVerbs Verbs, AccessLevel Level) Of(RestResource resource) => resource switch
    {
        RestResource.Infer => (RestVerbs.Post, AccessLevel.Inference),
        RestResource.Live or RestResource.Ready or RestResource.ModelReady => (RestVerbs.Get, AccessLevel.Open),
        RestResource.RepositoryIndex or RestResource.RepositoryLoad or RestResource.RepositoryUnload => (RestVerbs.Post, AccessLevel.Administration),
        RestResource.Cores or RestResource.Events => (RestVerbs.Get, AccessLevel.Administration),
        RestResource.Placement => (RestVerbs.Get | RestVerbs.Post, AccessLevel.Administration),
        _ => (RestVerbs.Get, AccessLevel.Inference),
    };
}

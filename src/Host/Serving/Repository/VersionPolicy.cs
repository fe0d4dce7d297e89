namespace NeuronActors.Node.Serving.Repository;

/// <summary>Which versions of a model are loaded.</summary>
/// <param name="Latest">This many of the highest; 0 means all.</param>
/// <param name="Specific">Exactly these, where given.</param>
internal sealed record VersionPolicy(int Latest = 1, ImmutableArray<long> Specific = default)
{
    /// <summary>The versions to load, lowest first.</summary>
    /// <exception cref="ServingException">A version that has to be loaded is not there.</exception>
    public ImmutableArray<RepositoryVersion> Choose(RepositoryModel model)
    {
        if (!Specific.IsDefault)
        {
            foreach (var number in Specific)
            {
                if (!model.Versions.Any(version => version.Number == number))
                {
                    throw new ServingException(ServingError.NotFound($"Model '{model.Name}' has no version {number}."));
                }
            }

            return [.. model.Versions.Where(version => Specific.Contains(version.Number))];
        }

        return Latest == 0 ? model.Versions : [.. model.Versions.TakeLast(Latest)];
    }
}

using NeuronActors.Node.Rest;

namespace NeuronActors.Node.Tests.Rest;

public sealed class RestPathSpecs
{
    [Theory]
    [InlineData("/v2", "Server", "", "")]
    [InlineData("/v2/", "Server", "", "")]
    [InlineData("/v2/health/live", "Live", "", "")]
    [InlineData("/v2/health/ready/", "Ready", "", "")]
    [InlineData("/v2/models", "Models", "", "")]
    [InlineData("/v2/models/m", "Model", "m", "")]
    [InlineData("/v2/models/m/versions/3", "Model", "m", "3")]
    [InlineData("/v2/models/m/ready", "ModelReady", "m", "")]
    [InlineData("/v2/models/m/versions/3/ready", "ModelReady", "m", "3")]
    [InlineData("/v2/models/m/infer", "Infer", "m", "")]
    [InlineData("/v2/models/m/versions/3/infer", "Infer", "m", "3")]
    [InlineData("/v2/models/m/config", "Config", "m", "")]
    [InlineData("/v2/models/m/stats", "Statistics", "m", "")]
    [InlineData("/v2/models/stats", "AllStatistics", "", "")]
    [InlineData("/v2/models/stats/infer", "Infer", "stats", "")]
    [InlineData("/v2/repository/index", "RepositoryIndex", "", "")]
    [InlineData("/v2/repository/any/index", "RepositoryIndex", "", "")]
    [InlineData("/v2/repository/models/m/load", "RepositoryLoad", "m", "")]
    [InlineData("/v2/repository/any/models/m/unload", "RepositoryUnload", "m", "")]
    [InlineData("/v2/neuron/cores", "Cores", "", "")]
    [InlineData("/v2/neuron/models/m/placement", "Placement", "m", "")]
    [InlineData("/v2/neuron/models/m/versions/3/placement", "Placement", "m", "3")]
    [InlineData("/v2/neuron/models/m/versions//placement", "None", "", "")]
    [InlineData("/v2/nothing", "None", "", "")]
    [InlineData("/v2/models/m/nothing", "None", "m", "")]
    [InlineData("/v2/models/m/versions", "None", "m", "")]
    [InlineData("/v2/models//infer", "None", "", "")]
    [InlineData("/v2/models/m/versions//infer", "None", "", "")]
    [InlineData("/v2/health", "None", "", "")]
    [InlineData("/v2/neuron/models//placement", "None", "", "")]
    [InlineData("/v2/repository", "None", "", "")]
    public void A_path_stands_for_one_thing(string path, string resource, string model, string version)
    {
        Assert.True(RestPath.IsOurs(path));
        var parsed = RestPath.Parse(path);

        Assert.Equal(resource, parsed.Resource.ToString());
        Assert.Equal((model, version), (parsed.Model.ToString(), parsed.Version.ToString()));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2x")]
    [InlineData("/v1/models")]
    [InlineData("/metrics")]
    public void What_is_not_of_the_protocol_is_left_to_others(string path) => Assert.False(RestPath.IsOurs(path));
}

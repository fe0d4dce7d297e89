using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Tests.Serving.Repository;

public sealed class ModelSettingsSpecs
{
    private static readonly RepositoryModel Stored = new("m", "/m", [.. new long[] { 1, 2, 5 }.Select(number => new RepositoryVersion(number, $"/m/{number}", ""))]);

    [Theory]
    [InlineData("{}", "5")]
    [InlineData("""{"version_policy":{"latest":{}}}""", "5")]
    [InlineData("""{"version_policy":{"latest":{"num_versions":2}}}""", "2 5")]
    [InlineData("""{"version_policy":{"latest":{"num_versions":"9"}}}""", "1 2 5")]
    [InlineData("""{"version_policy":{"all":{}}}""", "1 2 5")]
    [InlineData("""{"version_policy":{"specific":{"versions":[5,1]}}}""", "1 5")]
    public void The_version_policy_chooses(string json, string chosen) =>
        Assert.Equal(chosen, string.Join(' ', ModelSettingsReader.Read(json, "m").Versions.Choose(Stored).Select(version => version.Number)));

    [Fact]
    public void Placement_comes_from_parameters_or_from_the_instances()
    {
        Assert.Equal(new PlacementChoice(2, 3), ModelSettingsReader.Read("""{"parameters":{"start_nc":{"string_value":"2"},"nc_count":{"string_value":"3"},"mine":{"string_value":"x"}}}""", "m").Placement);
        Assert.Equal(new PlacementChoice(Multicore: true), ModelSettingsReader.Read("""{"parameters":{"multicore":{"string_value":"true"}}}""", "m").Placement);
        Assert.Equal(new PlacementChoice(NcCount: 4), ModelSettingsReader.Read("""{"instance_group":[{"count":3},{"kind":"KIND_MODEL"}]}""", "m").Placement);
        Assert.Null(ModelSettingsReader.Read("""{"instance_group":[{"count":1}]}""", "m").Placement);
    }

    [Theory]
    [InlineData("[]", "is no model configuration")]
    [InlineData("""{"name":"other"}""", "is for model 'other', not for 'm'")]
    [InlineData("""{"dynamic_batching":{}}""", "has the key 'dynamic_batching', which this server does not know")]
    [InlineData("""{"version_policy":{"newest":{}}}""", "has a version policy that is none of all, latest and specific")]
    [InlineData("""{"version_policy":{"latest":{"num_versions":0}}}""", "asks for the latest 0 versions")]
    [InlineData("""{"version_policy":{"specific":{}}}""", "configuration")]
    [InlineData("""{"default_model_filename":".."}""", "only a name without a folder will do")]
    [InlineData("""{"default_model_filename":"/etc/passwd"}""", "only a name without a folder will do")]
    [InlineData("""{"max_batch_size":8,"input":7,"version_policy":[]}""", "is no model configuration")]
    public void What_cannot_be_used_is_refused_with_its_key(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ServingException>(() => ModelSettingsReader.Read(json, "m")).Message, StringComparison.Ordinal);
}

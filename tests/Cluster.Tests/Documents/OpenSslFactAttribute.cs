namespace NeuronActors.Cluster.Tests.Documents;

/// <summary>
/// A spec that runs the openssl commands of a page. On a machine without them it is skipped, and says so; where
/// <c>NEURON_REQUIRE_OPENSSL</c> is 1, as in CI, it fails instead.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute()
    {
        string[] tools = ["bash", "openssl"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = tools.Where(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))).ToArray();
        if (missing.Length > 0 && Environment.GetEnvironmentVariable("NEURON_REQUIRE_OPENSSL") != "1")
        {
            Skip = $"There is no {string.Join(" and no ", missing)} on the PATH, by which the page makes certificates.";
        }
    }
}

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>
/// A spec that needs a browser. On a machine without one it is skipped, and says so; where <c>NEURON_REQUIRE_BROWSER</c> is 1, as in CI, it
/// fails instead.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Browser.Path) && Environment.GetEnvironmentVariable("NEURON_REQUIRE_BROWSER") != "1")
        {
            Skip = $"There is no browser at {Browser.Path}: install chromium, or name it in NEURON_CHROMIUM.";
        }
    }
}

using Microsoft.Playwright;

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>One Chromium for all specs of the page; each gets a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string Path => Environment.GetEnvironmentVariable("NEURON_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    public async Task InitializeAsync()
    {
        if (!File.Exists(Path) && Environment.GetEnvironmentVariable("NEURON_REQUIRE_BROWSER") != "1") return;

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-quic",
            ],
        });
    }

    /// <summary>Opens the page of a node.</summary>
    internal async Task<DashboardPage> OpenAsync(Uri node, BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions());

        // Two cores, shared with the node and the traffic: what is not there after this time is not coming.
        context.SetDefaultTimeout(60_000);
        var page = new DashboardPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(node.ToString());
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

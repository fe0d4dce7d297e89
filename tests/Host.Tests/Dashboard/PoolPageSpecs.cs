using NeuronActors.Node.Tests.Pool;
using NeuronActors.Node.Tests.Serve;
using static Microsoft.Playwright.Assertions;

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>The page of a node that takes part in a pool.</summary>
public sealed class PoolPageSpecs(Browser browser) : IClassFixture<Browser>
{
    private static readonly (string, string)[] Nothing = [("model-control-mode", "explicit")];

    [BrowserFact]
    public async Task All_nodes_are_shown_with_their_cores_and_a_model_moves_between_them()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        await using var page = await browser.OpenAsync(pool[1].Http);
        await page.LiveAsync();

        await Expect(page.Tiles).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        await Expect(page.Page.Locator(".tiles .node > :first-child")).ToHaveTextAsync(["n1", "n2"]);
        await Expect(page.Page.Locator(".tile[data-key='n2/0']")).ToHaveAttributeAsync("aria-label", "NeuronCore 2 of the pool, core 0 of n2, idle, empty");

        await page.Page.Locator(".tile[data-key='n1/1']").ClickAsync();
        await page.Page.Locator(".tile[data-key='n2/0']").ClickAsync();
        await Expect(page.At("move-plan")).ToHaveTextAsync("From 0 to 1–2");
        await page.At("move-go").ClickAsync();

        await Expect(page.At("effect-title")).ToContainTextAsync("steady is on 1–2, after", new() { Timeout = 60_000 });
        await page.Page.WaitForFunctionAsync("() => ['n1/1', 'n2/0'].every(key => document.querySelector(`.tile[data-key='${key}']`).dataset.holds === 'true')");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_node_that_goes_is_told_and_the_page_lives_on()
    {
        await using var pool = await TestPool.StartAsync(Nothing, Nothing);
        await using var page = await browser.OpenAsync(pool[1].Http);
        await page.LiveAsync();
        await Expect(page.Tiles).ToHaveCountAsync(4, new() { Timeout = 60_000 });

        await pool[2].StopAsync();

        await Expect(page.Page.Locator(".tiles .node[data-state='lost']")).ToContainTextAsync("n2", new() { Timeout = 60_000 });
        await Expect(page.Tiles).ToHaveCountAsync(2);
        await Expect(page.At("link")).ToHaveTextAsync("Live");
        Assert.Empty(page.Errors);
    }
}

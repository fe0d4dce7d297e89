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
    public async Task One_node_can_be_meant_and_then_its_own_numbers_count()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        await using var page = await browser.OpenAsync(pool[1].Http);
        await page.LiveAsync();
        await Expect(page.Tiles).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        var scope = page.Page.GetByLabel("Cores of");
        await Expect(scope.Locator("option")).ToHaveTextAsync(["The whole pool", "n1, this node", "n2"]);

        // By keyboard alone: the second of the choices, then its second core.
        await scope.FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(scope).ToHaveValueAsync("n1");
        await Expect(page.Page.Locator(".tile[data-key='n2/1'] .index > :first-child")).ToHaveTextAsync("1");
        await page.Page.GetByLabel("First core").FillAsync("1");
        await Expect(page.At("move-plan")).ToHaveTextAsync("From 0 to 1 of n1");
        await Expect(page.Page.Locator(".tile[aria-pressed='true']")).ToHaveAttributeAsync("data-key", "n1/1");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.At("effect-title")).ToContainTextAsync("steady is on 1 of n1, after", new() { Timeout = 60_000 });
        await page.Page.WaitForFunctionAsync("() => ['n1/0', 'n1/1'].map(key => document.querySelector(`.tile[data-key='${key}']`).dataset.holds).join() === 'false,true'");

        Assert.Empty(page.Errors);

        // A core of another node means that node; what it refuses is told in its words, and the model serves on.
        await page.Page.Locator(".tile[data-key='n2/0']").ClickAsync();
        await Expect(scope).ToHaveValueAsync("n2");
        await Expect(page.At("move-plan")).ToHaveTextAsync("From no core to 0 of n2");
        await page.At("move-go").ClickAsync();
        await Expect(page.At("move-error")).ToContainTextAsync("steady", new() { Timeout = 60_000 });

        await scope.SelectOptionAsync("");
        await Expect(page.At("move-plan")).ToHaveTextAsync("From 1 to 0");
        await page.At("move-all").ClickAsync();
        await Expect(page.At("effect-title")).ToContainTextAsync("steady is on every core, after", new() { Timeout = 60_000 });
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

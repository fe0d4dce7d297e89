using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using static Microsoft.Playwright.Assertions;

namespace NeuronActors.Node.Tests.Dashboard;

public sealed class DashboardSpecs(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToHaveTextOptions Patient = new() { Timeout = 60_000 };

    [BrowserFact]
    public async Task The_page_shows_every_core_and_every_model()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();

        await Expect(page.At("node")).ToHaveTextAsync("test");
        await Expect(page.At("ready")).ToHaveTextAsync("Ready");
        await Expect(page.Tiles).ToHaveCountAsync(4);
        await Expect(page.Page.Locator("#models strong")).ToHaveTextAsync(["other", "steady"]);
        await Expect(page.Page.Locator("#repository strong")).ToHaveTextAsync(["other", "steady"]);
        await Expect(page.Tile(3)).ToHaveAttributeAsync("aria-label", "NeuronCore 3, 0 percent busy, empty");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Figures_and_tiles_move_with_the_traffic_and_rest_after_it()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        await Expect(page.At("total-rate")).ToHaveTextAsync("0", Patient);

        await using (new Traffic(node, "steady"))
        {
            await page.Page.WaitForFunctionAsync(
                "() => parseFloat(document.querySelector('#total-rate').textContent) > 1 && parseFloat(document.querySelector('#total-p99').textContent) > 0");
            await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.tile')].some(tile => parseFloat(tile.style.getPropertyValue('--load')) > 0.02)");
            await page.Page.WaitForFunctionAsync("() => document.querySelector('.plot .p99').getAttribute('d').includes('L')");
        }

        await Expect(page.At("total-rate")).ToHaveTextAsync("0", Patient);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_move_by_two_tiles_under_traffic_changes_the_tiles_and_fails_no_request()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await using var traffic = new Traffic(node, "steady");
        await page.LiveAsync();
        await page.At("move-model").SelectOptionAsync("steady");
        await page.HoldsAsync(1);

        await page.Tile(3).ClickAsync();
        await page.Tile(2).ClickAsync();
        await Expect(page.At("move-plan")).ToHaveTextAsync("From 1 to 2–3");
        await page.At("move-go").ClickAsync();

        await page.HoldsAsync(2, 3);
        await Expect(page.At("effect-title")).ToContainTextAsync("steady is on 2–3, after");
        await Expect(page.At("effect-worst")).Not.ToHaveTextAsync("–", new() { Timeout = 60_000 });
        await Expect(page.At("said")).ToContainTextAsync("steady was moved to 2–3");
        await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.mark-text')].some(text => text.textContent === 'steady → 2–3')");
        Assert.Equal("2, 3", await CoresOfAsync(node, "steady"));

        await traffic.StopAsync();
        Assert.Equal(0, traffic.Failed);
        Assert.NotEqual(0, traffic.Answered);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_refused_move_is_told_in_the_servers_words_and_the_next_one_is_made()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        var words = await node.Client.RefusedAsync(
            HttpStatusCode.BadRequest, "/v2/neuron/models/steady/placement", RestCalls.Json("""{"start_nc":0,"nc_count":9}"""));

        await page.At("move-model").SelectOptionAsync("steady");
        await page.At("move-count").FillAsync("9");
        await page.At("move-go").ClickAsync();
        await Expect(page.At("move-error")).ToHaveTextAsync(words);

        await page.At("move-all").ClickAsync();
        await page.HoldsAsync(0, 1, 2, 3);
        await Expect(page.At("move-error")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_move_needs_no_pointer()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        await page.HoldsAsync(0);

        await TabToAsync(page, "tile");
        foreach (var key in new[] { "End", "ArrowLeft", "Enter", "ArrowRight", "Enter" }) await page.Page.Keyboard.PressAsync(key);
        await TabToAsync(page, "move-go");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.HoldsAsync(2, 3);
        Assert.Equal("2, 3", await CoresOfAsync(node, "other"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_model_is_unloaded_by_the_second_press_and_loaded_again()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();

        var unload = page.Page.Locator("#models li[data-key='steady:1'] button");
        await unload.ClickAsync();
        await Expect(unload).ToHaveTextAsync("Really?");
        await unload.ClickAsync();
        await Expect(page.Page.Locator("#models strong")).ToHaveTextAsync(["other"]);

        await page.Page.Locator("#repository li[data-key='steady:1'] button").ClickAsync();
        await Expect(page.Page.Locator("#models strong")).ToHaveTextAsync(["other", "steady"]);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Any_version_is_moved_and_the_other_stays()
    {
        using var repository = Models().WithSimulated("steady", version: 2).WithFile("steady/config.json", """{"version_policy":{"all":{}}}"""u8.ToArray());
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        await Expect(page.At("move-model").Locator("option")).ToHaveTextAsync(["other", "steady version 1", "steady version 2"]);

        await page.At("move-model").SelectOptionAsync("steady version 1");
        await page.At("move-start").FillAsync("3");
        await page.At("move-go").ClickAsync();
        await page.HoldsAsync(3);

        await Expect(page.At("effect-title")).ToContainTextAsync("steady version 1 is on 3, after");
        Assert.Equal(("3", "2"), (await CoresOfAsync(node, "steady/versions/1"), await CoresOfAsync(node, "steady/versions/2")));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_version_that_is_loaded_beside_another_leaves_that_one_alone()
    {
        using var repository = Models().WithSimulated("steady", version: 2);
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        await Expect(page.At("models").Locator("li")).ToHaveCountAsync(2);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Load steady version 1", Exact = true }).ClickAsync();

        await Expect(page.At("models").Locator("li")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/models/steady/versions/1/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/models/steady/versions/2/ready")).Status);
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Unload all versions of steady" })).ToHaveCountAsync(2);
    }

    [BrowserFact]
    public async Task Where_there_is_nothing_the_page_says_so()
    {
        using var repository = new TestRepository();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();

        await Expect(page.At("models-none")).ToBeVisibleAsync();
        await Expect(page.At("repository-none")).ToBeVisibleAsync();
        await Expect(page.At("move-plan")).ToHaveTextAsync("No model is loaded, so there is nothing to move.");
        await Expect(page.At("move-go")).ToBeDisabledAsync();
        await Expect(page.At("plot")).ToContainTextAsync("No request was answered in this time.");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Everything_that_can_be_used_has_a_name_and_every_picture_a_text()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();
        await page.HoldsAsync(0);

        var nameless = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('button, input, select, [tabindex="0"], [role="img"], img')]
              .filter(element => !(element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? '').trim()
                && !element.labels?.length && !element.textContent.trim() && element.getAttribute('alt') !== '')
              .map(element => element.outerHTML)
            """);
        var ids = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[aria-labelledby], [aria-describedby]')].flatMap(element => (element.getAttribute('aria-labelledby') + ' ' + (element.getAttribute('aria-describedby') ?? '')).trim().split(' ')).filter(id => !document.getElementById(id))");

        Assert.Empty(nameless);
        Assert.Empty(ids);
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('h1').length"));
    }

    [BrowserFact]
    public async Task At_phone_width_nothing_goes_past_the_edge()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository, ("instance", "trn2.48xlarge"), ("cores", "64"));
        await using var page = await browser.OpenAsync(node.Http, new() { ViewportSize = new() { Width = 360, Height = 740 } });
        await page.LiveAsync();

        await Expect(page.Tiles).ToHaveCountAsync(64);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_page_follows_the_colours_of_the_system()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository);
        await using var light = await browser.OpenAsync(node.Http, new() { ColorScheme = ColorScheme.Light });
        await using var dark = await browser.OpenAsync(node.Http, new() { ColorScheme = ColorScheme.Dark });

        Assert.True(await InkOverPageAsync(light) < -120);
        Assert.True(await InkOverPageAsync(dark) > 120);
    }

    [BrowserFact]
    public async Task A_key_is_asked_for_until_it_is_the_right_one_and_kept_in_the_tab_alone()
    {
        using var repository = Models();
        await using var node = await StartAsync(repository, ("api-key", "open sesame"));
        await using var page = await browser.OpenAsync(node.Http);
        await Expect(page.At("key-why")).ToHaveTextAsync("This call needs the API key of this node.");

        await AnswerAsync("wrong");
        await Expect(page.At("key-input")).ToHaveValueAsync("");
        await AnswerAsync("open sesame");
        await page.LiveAsync();

        await Expect(page.At("key")).ToBeHiddenAsync();
        Assert.Equal("open sesame", await page.EvaluateAsync<string>("sessionStorage.getItem('neuron-actors-key')"));
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + document.cookie.length"));
        await page.At("move-all").ClickAsync();
        await page.HoldsAsync(0, 1, 2, 3);

        async Task AnswerAsync(string key)
        {
            await page.At("key-input").FillAsync(key);
            await page.At("key-input").PressAsync("Enter");
        }
    }

    [BrowserFact]
    public async Task A_lost_connection_is_shown_and_found_again()
    {
        using var repository = Models();
        var node = await StartAsync(repository);
        await using var page = await browser.OpenAsync(node.Http);
        await page.LiveAsync();

        await node.DisposeAsync();
        await Expect(page.At("trouble")).ToContainTextAsync("What you see is from before", new() { Timeout = 60_000 });
        await Expect(page.At("link")).Not.ToHaveTextAsync("Live");

        await using var next = await StartAsync(repository, ("http", node.Http.GetLeftPart(UriPartial.Authority)));
        await page.LiveAsync();
        await Expect(page.At("trouble")).ToBeHiddenAsync();
    }

    private static TestRepository Models() =>
        new TestRepository().WithSimulated("other", "1ms").WithSimulated("steady", "5ms", loadTime: "200ms");

    private static Task<TestNode> StartAsync(TestRepository repository, params (string Name, string Value)[] more) => TestNode.StartAsync(
        [("runtime", "simulated"), .. more.Any(setting => setting.Name == "cores") ? [] : new[] { ("cores", "4") }, ("model-repository", repository.Root), .. more]);

    private static async Task<string> CoresOfAsync(TestNode node, string model)
    {
        var (_, body) = await node.Client.GetJsonAsync($"/v2/neuron/models/{model}/placement");
        return string.Join(", ", body.GetProperty("subgraphs")[0].GetProperty("cores").EnumerateArray());
    }

    private static async Task TabToAsync(DashboardPage page, string what)
    {
        for (var presses = 0; presses < 30; presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>("document.activeElement.id + ' ' + document.activeElement.className");
            if (focused.Split(' ').Contains(what)) return;
        }

        throw new TimeoutException($"The Tab key does not lead to {what}.");
    }

    // How much brighter text is than what it stands on, of 255.
    private static async Task<double> InkOverPageAsync(DashboardPage page)
    {
        var colours = await page.EvaluateAsync<JsonElement>(
            "(() => { const style = getComputedStyle(document.body); return [style.color, style.backgroundColor].map(colour => colour.match(/\\d+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part, 0) / 3); })()");
        return colours[0].GetDouble() - colours[1].GetDouble();
    }
}

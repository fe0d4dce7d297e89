using Microsoft.Playwright;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using static Microsoft.Playwright.Assertions;

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>
/// The pictures of the documentation, of a real node under real traffic. To take them anew:
/// <c>NEURON_PICTURES=$PWD/docs/images dotnet test tests/Host.Tests -c Release --filter PictureSpecs</c>; it takes some two minutes.
/// </summary>
public sealed class PictureSpecs(Browser browser) : IClassFixture<Browser>
{
    private const int SecondsBefore = 75;
    private const int SecondsAfter = 20;

    [PictureFact]
    public async Task The_page_of_a_node_some_seconds_after_a_move()
    {
        using var repository = new TestRepository()
            .WithSimulated("resnet", "12ms", "1GiB").WithSimulated("mnist", "4ms", "200MiB", "200ms").WithSimulated("ocr", "3ms", "400MiB")
            .WithSimulated("ocr", "3ms", "400MiB", version: 2).WithFile("ocr/config.json", """{"version_policy":{"all":{}}}"""u8.ToArray());
        await using var node = await TestNode.StartAsync(
            ("runtime", "simulated"), ("instance", "trn1.32xlarge"), ("cores", "32"), ("node-name", "trn1-a"), ("model-repository", repository.Root));
        await PlaceAsync(node, "resnet", 8, 8);
        await PlaceAsync(node, "ocr/versions/1", 4, 1);
        await PlaceAsync(node, "ocr/versions/2", 5, 2);
        await PlaceAsync(node, "mnist", 0, 2);
        await using var heavy = new Traffic(node, "resnet", callers: 4);
        await using var light = new Traffic(node, "ocr", callers: 1);
        await using var moved = new Traffic(node, "mnist", callers: 6);

        await using var page = await browser.OpenAsync(node.Http, new() { ViewportSize = new() { Width = 1320, Height = 900 } });
        page.Page.SetDefaultTimeout(300_000);
        await page.LiveAsync();
        await SecondsAsync(page, SecondsBefore);
        await page.At("move-model").SelectOptionAsync("mnist");
        await page.Tile(16).ClickAsync();
        await page.Tile(23).ClickAsync();
        await page.At("move-go").ClickAsync();
        await Expect(page.At("effect-title")).ToContainTextAsync("mnist is on 16–23, after", new() { Timeout = 60_000 });
        await SecondsAsync(page, SecondsBefore + SecondsAfter);

        await TakeAsync(page, ColorScheme.Light, "dashboard.png");
        await TakeAsync(page, ColorScheme.Dark, "dashboard-dark.png");
        Assert.Empty(page.Errors);
        Assert.Equal(0, heavy.Failed + light.Failed + moved.Failed);
    }

    private static async Task PlaceAsync(TestNode node, string model, int start, int count)
    {
        var (status, body) = await node.Client.PostJsonAsync($"/v2/neuron/models/{model}/placement", $$"""{"start_nc":{{start}},"nc_count":{{count}}}""");
        Assert.True(status == System.Net.HttpStatusCode.OK, body.GetRawText());
    }

    // A point of the plot is a second.
    private static async Task SecondsAsync(DashboardPage page, int seconds) => await page.Page.WaitForFunctionAsync(
        "seconds => (document.querySelector('.plot .rate')?.getAttribute('d') ?? '').split('L').length > seconds", seconds);

    private static async Task TakeAsync(DashboardPage page, ColorScheme colours, string name)
    {
        await page.Page.EmulateMediaAsync(new() { ColorScheme = colours });
        await page.Page.Mouse.MoveAsync(0, 0);
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(PictureFactAttribute.Folder!, name), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}

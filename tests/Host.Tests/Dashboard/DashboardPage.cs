using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>The page in a browser, with what its console says.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    public DashboardPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the page, violations of its content policy included.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public ILocator Tiles => Page.Locator(".tile");

    public ILocator Tile(int core) => Page.Locator($".tile[data-key='{core}']");

    public ILocator At(string id) => Page.Locator($"#{id}");

    public Task LiveAsync() => Assertions.Expect(At("link")).ToHaveTextAsync("Live", new() { Timeout = 60_000 });

    /// <summary>Waits until exactly these cores hold a replica of the model that is chosen.</summary>
    public Task HoldsAsync(params int[] cores) => Page.WaitForFunctionAsync(
        "cores => { const held = [...document.querySelectorAll('.tile')].filter(tile => tile.dataset.holds === 'true' && tile.dataset.busy === 'false').map(tile => Number(tile.dataset.key)); return held.length === cores.length && held.every(core => cores.includes(core)); }",
        cores);

    public Task<T> EvaluateAsync<T>(string script) => Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

using System.Net;
using System.Text.RegularExpressions;
using NeuronActors.Node.Dashboard;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Dashboard;

public sealed partial class PageFilesSpecs
{
    [Fact]
    public async Task The_page_and_its_files_come_with_a_policy_that_allows_nothing_from_elsewhere()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"));
        var page = await node.Client.GetAsync("/");
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());

        var html = await page.Content.ReadAsStringAsync();
        var files = Reference().Matches(html).Select(match => match.Groups[1].Value).Where(path => path.StartsWith('/')).Append("/").ToHashSet();
        Assert.Contains("/assets/main.js", files);
        foreach (var path in files)
        {
            using var file = await node.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            var policy = file.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public void The_page_has_neither_script_nor_style_nor_handlers_within_it_and_names_no_other_server()
    {
        var html = TextOf("index.html");
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html);
        foreach (var name in typeof(PageFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Dashboard/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/(2000/svg|1999/xlink))", TextOf(name["Dashboard/".Length..]));
        }
    }

    [Fact]
    public async Task A_browser_that_has_the_file_is_not_sent_it_again()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"));
        using var first = await node.Client.GetAsync("/assets/main.js");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/main.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await node.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task The_page_takes_only_reads()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"));
        using var refused = await node.Client.PostAsync("/", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        using var page = await node.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static string TextOf(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream($"Dashboard/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}

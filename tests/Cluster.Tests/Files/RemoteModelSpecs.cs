using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Files;

/// <summary>Over real sockets.</summary>
public sealed class RemoteModelSpecs : IDisposable
{
    // More than .NET lets be on its way unread, 16 MiB, so that a cut comes before the end.
    private const int LargeBytes = 32_000_000;
    private const int CutAt = 1_000_000;

    private readonly ModelFolder _disk = new();
    private readonly ModelFileShelf _shelf = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_folder_comes_from_another_node_whole_and_checked()
    {
        var model = _disk.Folder("m", size: 3_000_000);
        var manifest = await _shelf.OfferAsync(model);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        using var source = ModelFolder.SourceAt(server.Port);
        await using var cache = _disk.Open();
        var progress = new List<TransferProgress>();

        using var cached = await cache.GetAsync(manifest.Id, [source], new Progress(progress));

        ModelFolder.AssertSame(model, cached.Path);
        Assert.Equal("m", Path.GetFileName(cached.Path));
        Assert.Equal(new TransferProgress(6_000_100, 6_000_100, "n2"), progress[^1]);
        Assert.True(progress.Count > 20);
        Assert.Equal(progress.Select(one => one.Bytes).Order(), progress.Select(one => one.Bytes));
        Assert.Equal(manifest.TotalBytes, cache.Bytes);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_disk.CacheDirectory, "staging")));
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_from_another_source_where_it_stopped()
    {
        var model = _disk.File("net.onnx", LargeBytes);
        var manifest = await _shelf.OfferAsync(model);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        await using var line = new CutProxy(server.Port);
        using var cut = ModelFolder.SourceAt(line.Port);
        using var sound = ModelFolder.SourceAt(server.Port);
        await using var cache = _disk.Open();
        var progress = new List<TransferProgress>();

        using var cached = await cache.GetAsync(manifest.Id, [cut, sound], new Progress(progress, CutOnce(line)));

        ModelFolder.AssertSame(model, cached.Path);
        Assert.Equal(progress.Select(one => one.Bytes).Order(), progress.Select(one => one.Bytes));
        Assert.Equal(LargeBytes, progress[^1].Bytes);
    }

    [Fact]
    public async Task What_came_before_all_sources_were_lost_is_not_asked_for_again()
    {
        var model = _disk.File("net.onnx", LargeBytes);
        var manifest = await _shelf.OfferAsync(model);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        await using var line = new CutProxy(server.Port);
        using var cut = ModelFolder.SourceAt(line.Port);
        await using (var cache = _disk.Open())
        {
            var lost = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(manifest.Id, [cut], new Progress([], CutOnce(line))));
            Assert.Equal(TransferFailure.NoSource, lost.Kind);
            Assert.Equal(manifest.TotalBytes, cache.Bytes);
        }

        // A new process.
        await using var reopened = _disk.Open();
        using var sound = ModelFolder.SourceAt(server.Port);
        var progress = new List<TransferProgress>();
        using var cached = await reopened.GetAsync(manifest.Id, [sound], new Progress(progress));

        Assert.InRange(progress[0].Bytes, CutAt, LargeBytes - 1);
        Assert.Null(progress[0].Source);
        ModelFolder.AssertSame(model, cached.Path);
    }

    [Fact]
    public async Task A_node_that_serves_other_bytes_than_it_says_is_left_for_another()
    {
        var model = _disk.File("net.onnx", 1_000_000, seed: 1);
        var manifest = await _shelf.OfferAsync(model);
        var lies = new ModelFileShelf();
        lies.Offer(manifest, _disk.File("other/net.onnx", 1_000_000, seed: 2));
        await using var liar = await ModelFolder.ServeAsync(lies);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        using var first = ModelFolder.SourceAt(liar.Port);
        using var second = ModelFolder.SourceAt(server.Port);
        await using var cache = _disk.Open();

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(manifest.Id, [first]));
        Assert.Contains("have another hash than its own", refusal.Message, StringComparison.Ordinal);

        using var cached = await cache.GetAsync(manifest.Id, [first, second]);
        ModelFolder.AssertSame(model, cached.Path);
    }

    [Fact]
    public async Task A_node_that_has_nothing_is_left_for_another_and_so_is_one_that_lost_a_file()
    {
        var model = _disk.Folder("m");
        var manifest = await _shelf.OfferAsync(model);
        var poor = new ModelFileShelf();
        poor.Offer(manifest, Path.Combine(_disk.Root, "gone"));
        await using var nothing = await ModelFolder.ServeAsync(new ModelFileShelf());
        await using var lost = await ModelFolder.ServeAsync(poor);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        using var first = ModelFolder.SourceAt(nothing.Port);
        using var second = ModelFolder.SourceAt(lost.Port);
        using var third = ModelFolder.SourceAt(server.Port);
        await using var cache = _disk.Open();

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(manifest.Id, [first, second]));
        Assert.Contains($"There is no model {manifest.Id}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("There is no file", refusal.Message, StringComparison.Ordinal);

        using var cached = await cache.GetAsync(manifest.Id, [first, second, third]);
        ModelFolder.AssertSame(model, cached.Path);
    }

    [Fact]
    public async Task A_source_that_falls_silent_is_left()
    {
        var model = _disk.File("net.onnx", 8_000_000);
        var manifest = await _shelf.OfferAsync(model);
        await using var server = await ModelFolder.ServeAsync(_shelf);
        await using var line = new CutProxy(server.Port);
        using var silent = ModelFolder.SourceAt(line.Port, stall: TimeSpan.FromMilliseconds(300));
        using var sound = ModelFolder.SourceAt(server.Port);
        await using var cache = _disk.Open();
        line.Stall();

        using var cached = await cache.GetAsync(manifest.Id, [silent, sound]);

        ModelFolder.AssertSame(model, cached.Path);
    }

    [Fact]
    public async Task What_a_node_has_in_its_cache_it_gives_to_the_next_one_until_it_is_evicted()
    {
        var model = _disk.Folder("m");
        var manifest = await _shelf.OfferAsync(model);
        var relayed = new ModelFileShelf();
        await using var server = await ModelFolder.ServeAsync(_shelf);
        await using var relay = await ModelFolder.ServeAsync(relayed);
        using var first = ModelFolder.SourceAt(server.Port);
        using var second = ModelFolder.SourceAt(relay.Port);
        await using var cache = _disk.Open(maxBytes: manifest.TotalBytes, relayed);
        (await cache.GetAsync(manifest.Id, [first])).Dispose();
        using var next = new ModelFolder();
        await using var nextCache = next.Open();

        using (var cached = await nextCache.GetAsync(manifest.Id, [second])) ModelFolder.AssertSame(model, cached.Path);

        var other = await _shelf.OfferAsync(_disk.File("net.onnx", 1000));
        (await cache.GetAsync(other.Id, [first])).Dispose();
        Assert.False(relayed.TryFind(manifest.Id, out _));
        Assert.False(relayed.TryLocate(manifest.Files[0].Hash, out _));
        Assert.True(relayed.TryFind(other.Id, out _));
    }

    [Fact]
    public async Task Files_go_over_mutual_tls_as_well()
    {
        using var certificates = new TestCertificates();
        var tls = new TransportSettings { Tls = certificates.Issue(), Address = "127.0.0.1" };
        var model = _disk.Folder("m");
        var manifest = await _shelf.OfferAsync(model);
        await using var server = await TensorServer.StartAsync(tls, (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)), _shelf);
        using var stranger = ModelFolder.SourceAt(server.Port);
        using var known = new RemoteModelSource(TwoNodes.EndpointAt(server.Port), tls, TransportCertificates.Of(tls.Tls), Patience.Long);
        await using var cache = _disk.Open();

        await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(manifest.Id, [stranger]));

        using var cached = await cache.GetAsync(manifest.Id, [known]);
        ModelFolder.AssertSame(model, cached.Path);
    }

    // By what has arrived and not by what was sent: a reset throws away what is on its way.
    private static Action<TransferProgress> CutOnce(CutProxy line)
    {
        var isCut = false;
        return progress =>
        {
            if (isCut || progress.Bytes < CutAt) return;

            isCut = true;
            line.Cut();
        };
    }

    private sealed class Progress(List<TransferProgress> to, Action<TransferProgress>? told = null) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            lock (to) to.Add(value);
            told?.Invoke(value);
        }
    }
}

using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Tests.Files;

public sealed class ModelFileCacheSpecs : IDisposable
{
    private static readonly byte[] Content = ModelFolder.Bytes(10_000, seed: 1);

    private readonly ModelFolder _disk = new();

    private static ModelFileManifest Manifest { get; } = Of("net.onnx", Content);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task However_many_ask_at_once_it_comes_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = Sound("a", before: gate.Task);
        await using var cache = _disk.Open();
        var asking = Enumerable.Range(0, 10).Select(_ => cache.GetAsync(Manifest.Id, [source])).ToArray();

        gate.SetResult();
        var all = await Task.WhenAll(asking).WaitAsync(Patience.Long);
        using var later = await cache.GetAsync(Manifest.Id, []);

        Assert.Equal(1, source.Asked);
        Assert.All([.. all, later], cached => Assert.Equal(Content, File.ReadAllBytes(cached.Path)));
        Array.ForEach(all, cached => cached.Dispose());
    }

    [Fact]
    public async Task A_download_goes_on_for_those_who_still_wait_and_ends_with_the_last()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new ScriptedSource("a")
        {
            Manifest = _ => Manifest.Bytes,
            File = (_, offset) => Content.Skip((int)offset).Chunk(1000),
            Before = async ct =>
            {
                begun.TrySetResult();
                try
                {
                    await gate.Task.WaitAsync(ct);
                }
                catch (OperationCanceledException)
                {
                    cancelled.TrySetResult();
                    throw;
                }
            },
        };
        await using var cache = _disk.Open();
        using var firstGoes = new CancellationTokenSource();
        using var secondGoes = new CancellationTokenSource();
        var first = cache.GetAsync(Manifest.Id, [source], ct: firstGoes.Token);
        var second = cache.GetAsync(Manifest.Id, [source], ct: secondGoes.Token);
        await begun.Task.WaitAsync(Patience.Long);

        await firstGoes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(cancelled.Task.IsCompleted);
        await secondGoes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await cancelled.Task.WaitAsync(Patience.Long);

        gate.SetResult();
        using var cached = await cache.GetAsync(Manifest.Id, [source]).WaitAsync(Patience.Long);
        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
    }

    [Fact]
    public async Task A_source_that_breaks_off_is_gone_on_with_by_the_next()
    {
        var breaksOff = new ScriptedSource("a") { Manifest = _ => Manifest.Bytes, File = (_, _) => Broken(Content.Take(4000).Chunk(1000)) };
        var endsEarly = new ScriptedSource("b") { File = (_, offset) => Content.Skip((int)offset).Take(2000).Chunk(1000) };
        var sound = Sound("c");
        await using var cache = _disk.Open();

        using var cached = await cache.GetAsync(Manifest.Id, [breaksOff, endsEarly, sound]);

        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
        Assert.Equal([6000L], sound.Offsets);
    }

    [Fact]
    public async Task Where_two_sources_gave_a_file_with_a_wrong_hash_only_the_one_that_lies_is_left()
    {
        // Breaks off after bytes that are wrong; the next one, which is honest, must not be blamed for them.
        var lies = new ScriptedSource("a") { Manifest = _ => Manifest.Bytes, File = (_, _) => Broken([new byte[4000]]) };
        var sound = Sound("b");
        await using var cache = _disk.Open();

        using var cached = await cache.GetAsync(Manifest.Id, [lies, sound]);

        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
        Assert.Equal([4000L, 0L], sound.Offsets);
    }

    [Fact]
    public async Task A_source_that_sends_too_much_or_nothing_at_all_is_left()
    {
        var tooMuch = new ScriptedSource("a") { Manifest = _ => Manifest.Bytes, File = (_, _) => Enumerable.Repeat(new byte[4000], 1000) };
        var nothing = new ScriptedSource("b") { File = (_, _) => Enumerable.Repeat(Array.Empty<byte>(), 1000) };
        await using var cache = _disk.Open();

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(Manifest.Id, [tooMuch, nothing]));

        Assert.Equal(TransferFailure.NoSource, refusal.Kind);
        Assert.Contains("a: it sent more than the 10000 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("b: it sent nothing in place of bytes", refusal.Message, StringComparison.Ordinal);
        using var cached = await cache.GetAsync(Manifest.Id, [Sound("c")]);
        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
    }

    [Fact]
    public async Task A_list_that_lies_is_not_believed_whatever_it_names()
    {
        var other = Of("other.onnx", [1]);
        var traversal = "\u0001\u0001\0\0\0m\u0001\u0001\0\0\0"u8.ToArray();
        await using var cache = _disk.Open();

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(
            Manifest.Id, [new ScriptedSource("a") { Manifest = _ => other.Bytes }, new ScriptedSource("b") { Manifest = _ => traversal }]));

        Assert.Equal(TransferFailure.NoSource, refusal.Kind);
        Assert.Contains("the model's id is", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, cache.Bytes);
        using var cached = await cache.GetAsync(Manifest.Id, [Sound("c")]);
        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_a_failure_that_leaves_nothing_behind()
    {
        var room = 5_000L;
        await using var cache = _disk.Open(openPart: path => new LimitedStream(ModelFileStreams.OpenPart(path), () => room));

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(Manifest.Id, [Sound("a"), Sound("b")]));

        Assert.Equal(TransferFailure.Disk, refusal.Kind);
        Assert.Contains("No space left", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, cache.Bytes);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_disk.CacheDirectory, "staging")));
        room = long.MaxValue;
        using var cached = await cache.GetAsync(Manifest.Id, [Sound("a")]);
        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_and_what_is_in_use_never_does()
    {
        ModelFileManifest[] models = [.. Enumerable.Range(0, 3).Select(i => Of($"{i}.onnx", ModelFolder.Bytes(10_000, i)))];
        IModelFileSource From(int i) => ScriptedSource.Of("a", models[i], ModelFolder.Bytes(10_000, i));
        await using var cache = _disk.Open(maxBytes: 20_000);
        using var first = await cache.GetAsync(models[0].Id, [From(0)]);
        using var second = await cache.GetAsync(models[1].Id, [From(1)]);

        var full = await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(models[2].Id, [From(2)]));
        Assert.Equal(TransferFailure.CacheFull, full.Kind);
        Assert.True(File.Exists(first.Path));
        Assert.True(File.Exists(second.Path));

        second.Dispose();
        using var third = await cache.GetAsync(models[2].Id, [From(2)]);
        Assert.True(File.Exists(first.Path));
        Assert.False(File.Exists(second.Path));
        Assert.Equal(20_000, cache.Bytes);
    }

    [Fact]
    public async Task A_cache_that_is_opened_again_has_what_was_whole_and_not_what_was_damaged()
    {
        var other = Of("other.onnx", ModelFolder.Bytes(500, seed: 9));
        await using (var cache = _disk.Open())
        {
            (await cache.GetAsync(Manifest.Id, [Sound("a")])).Dispose();
            using var damaged = await cache.GetAsync(other.Id, [ScriptedSource.Of("a", other, ModelFolder.Bytes(500, seed: 9))]);
            File.WriteAllBytes(damaged.Path, new byte[10]);
        }

        var shelf = new ModelFileShelf();
        await using var reopened = _disk.Open(shelf: shelf);

        Assert.Equal(10_000, reopened.Bytes);
        Assert.True(shelf.TryFind(Manifest.Id, out _));
        Assert.False(shelf.TryFind(other.Id, out _));
        using var cached = await reopened.GetAsync(Manifest.Id, []);
        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
        await Assert.ThrowsAsync<ModelTransferException>(() => reopened.GetAsync(other.Id, []));
    }

    [Fact]
    public async Task A_part_that_was_damaged_on_the_disk_is_brought_anew()
    {
        var breaksOff = new ScriptedSource("a") { Manifest = _ => Manifest.Bytes, File = (_, _) => Broken(Content.Take(4000).Chunk(1000)) };
        await using var cache = _disk.Open();
        await Assert.ThrowsAsync<ModelTransferException>(() => cache.GetAsync(Manifest.Id, [breaksOff]));
        var part = Directory.EnumerateFiles(Path.Combine(_disk.CacheDirectory, "staging"), Manifest.Files[0].Hash.ToString(), SearchOption.AllDirectories).Single();
        File.WriteAllBytes(part, new byte[4000]);
        var sound = Sound("b");

        using var cached = await cache.GetAsync(Manifest.Id, [sound]);

        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
        Assert.Equal([4000L, 0L], sound.Offsets);
    }

    [Fact]
    public async Task Files_with_the_same_content_come_once()
    {
        ModelFileEntry[] files = [.. ((string[])["a", "b", "c/d"]).Select(name => new ModelFileEntry(name, Content.Length, ContentHash.Of(Content)))];
        var manifest = new ModelFileManifest("m", isFolder: true, files);
        var source = ScriptedSource.Of("a", manifest, Content);
        await using var cache = _disk.Open();

        using var cached = await cache.GetAsync(manifest.Id, [source]);

        Assert.Equal(1, source.Asked);
        Assert.All(files, file => Assert.Equal(Content, File.ReadAllBytes(Path.Combine(cached.Path, file.Name))));
    }

    [Fact]
    public async Task A_cache_belongs_to_one_process()
    {
        await using (_disk.Open())
        {
            Assert.Equal(TransferFailure.Disk, Assert.Throws<ModelTransferException>(() => _disk.Open()).Kind);
        }

        await using var next = _disk.Open();
        Assert.Equal(0, next.Bytes);
    }

    [Fact]
    public async Task What_somebody_deleted_by_hand_is_brought_again()
    {
        await using var cache = _disk.Open();
        (await cache.GetAsync(Manifest.Id, [Sound("a")])).Dispose();
        Directory.Delete(Path.Combine(_disk.CacheDirectory, "models", Manifest.Id.ToString()), recursive: true);

        using var cached = await cache.GetAsync(Manifest.Id, [Sound("a")]);

        Assert.Equal(Content, File.ReadAllBytes(cached.Path));
        Assert.Equal(10_000, cache.Bytes);
    }

    [Fact]
    public async Task What_somebody_deleted_in_part_is_brought_again()
    {
        ModelFileEntry[] files = [.. ((string[])["a", "b/c"]).Select(name => new ModelFileEntry(name, Content.Length, ContentHash.Of(Content)))];
        var manifest = new ModelFileManifest("m", isFolder: true, files);
        await using var cache = _disk.Open();
        using (var first = await cache.GetAsync(manifest.Id, [ScriptedSource.Of("a", manifest, Content)]))
        {
            File.Delete(Path.Combine(first.Path, "b", "c"));
        }

        using var cached = await cache.GetAsync(manifest.Id, [ScriptedSource.Of("a", manifest, Content)]);

        Assert.All(files, file => Assert.Equal(Content, File.ReadAllBytes(Path.Combine(cached.Path, file.Name))));
        Assert.Equal(20_000, cache.Bytes);
    }

    [Fact]
    public async Task A_file_that_was_changed_while_nobody_looked_is_brought_again_before_the_model_is_used()
    {
        await using (var cache = _disk.Open())
        {
            using var cached = await cache.GetAsync(Manifest.Id, [Sound("a")]);
            File.WriteAllBytes(cached.Path, ModelFolder.Bytes(Content.Length, seed: 7));
        }

        await using var reopened = _disk.Open();
        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => reopened.GetAsync(Manifest.Id, []));
        var source = Sound("b");
        using var again = await reopened.GetAsync(Manifest.Id, [source]);

        Assert.Equal(TransferFailure.NoSource, refusal.Kind);
        Assert.Equal(Content, File.ReadAllBytes(again.Path));
        Assert.Equal((1, 10_000L), (source.Asked, reopened.Bytes));
    }

    [Fact]
    public async Task Nobody_else_can_look_into_the_folder_or_change_it()
    {
        if (OperatingSystem.IsWindows()) return;

        await using var cache = _disk.Open();

        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Own, File.GetUnixFileMode(_disk.CacheDirectory));
        Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(_disk.CacheDirectory, "models")));
    }

    private static ModelFileManifest Of(string name, byte[] content) =>
        new(name, isFolder: false, [new ModelFileEntry(name, content.Length, ContentHash.Of(content))]);

    private static ScriptedSource Sound(string name, Task? before = null) => new(name)
    {
        Manifest = _ => Manifest.Bytes,
        File = (_, offset) => Content.Skip((int)offset).Chunk(1000),
        Before = _ => before ?? Task.CompletedTask,
    };

    private static IEnumerable<byte[]> Broken(IEnumerable<byte[]> chunks)
    {
        foreach (var chunk in chunks) yield return chunk;
        throw new ModelSourceException("the line is cut");
    }
}

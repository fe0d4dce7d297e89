using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Bytes;

public sealed class PartMemorySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PartMemory<int> _memory = new(most: 2);
    private int _readings;

    [Fact]
    public void What_was_read_is_known_from_then_on_and_in_every_opening_of_the_file()
    {
        var path = Settled("a", "hello");

        Assert.Equal(1, Read(path));
        Assert.Equal(1, Read(path));
        Assert.Equal(1, _readings);
    }

    [Fact]
    public void Another_part_or_mark_or_length_or_time_is_read_anew()
    {
        var path = Settled("a", "hello");
        Read(path);

        Assert.Equal(2, Read(path, offset: 1));
        Assert.Equal(3, Read(path, mark: "another"));
        Settled("a", "hello, world");
        Assert.Equal(4, Read(path));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMilliseconds(-10));
        Assert.Equal(5, Read(path));
    }

    [Fact]
    public void What_was_written_a_moment_ago_is_read_each_time()
    {
        var path = _folder.Write("a", "hello");

        Read(path);
        Read(path);

        Assert.Equal(2, _readings);
    }

    [Fact]
    public void What_changes_while_it_is_read_is_not_remembered()
    {
        var path = Settled("a", "hello");

        Read(path, meanwhile: () => File.AppendAllText(path, "!"));
        Settled("a", "hello");
        Read(path);

        Assert.Equal(2, _readings);
    }

    [Fact]
    public void A_failure_is_not_remembered()
    {
        var path = Settled("a", "hello");
        Assert.Throws<InvalidDataException>(() => Read(path, meanwhile: () => throw new InvalidDataException()));

        Assert.Equal(2, Read(path));
    }

    [Fact]
    public void The_oldest_is_forgotten_first()
    {
        var paths = new[] { Settled("a", "1"), Settled("b", "2"), Settled("c", "3") };
        foreach (var path in paths) Read(path);

        Assert.Equal(3, Read(paths[2]));
        Assert.Equal(4, Read(paths[0]));
    }

    [Fact]
    public void What_is_in_no_file_is_read_each_time()
    {
        var bytes = new MemoryBytes("a", null, new byte[10]);

        _memory.GetOrRead(bytes, "", () => ++_readings);
        _memory.GetOrRead(bytes, "", () => ++_readings);

        Assert.Equal(2, _readings);
    }

    public void Dispose() => _folder.Dispose();

    // Long enough ago that nobody can change it again within one tick of the file system.
    private string Settled(string name, string text)
    {
        var path = _folder.Write(name, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc));
        return path;
    }

    private int Read(string path, int offset = 0, string mark = "", Action? meanwhile = null)
    {
        using var file = FileBytes.Open(path);
        return _memory.GetOrRead(file.Slice(offset, 1, "a part"), mark, () =>
        {
            _readings++;
            meanwhile?.Invoke();
            return _readings;
        });
    }
}

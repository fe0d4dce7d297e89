using System.Runtime.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Files;

/// <summary>The list of the files of a model. Its hash is the model's id, so who knows the id can check the list, and with it every file.</summary>
/// <remarks>
/// The layout, in the words of <see cref="WireWriter"/>: u8 version, 1 | text name | flag is a folder | entry[] by name, ordinally.
/// An entry: text name | i64 size | 32 bytes of SHA-256. It never changes: another one would give the same model another id.
/// </remarks>
internal sealed class ModelFileManifest
{
    /// <summary>The most bytes that a list may take.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const byte Version = 1;
    private const int LeastEntryBytes = sizeof(int) + sizeof(long) + ContentHash.Size;

    /// <summary>Takes the files.</summary>
    /// <param name="name">The name of the file or folder.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="files">The files in any order; one, of the same name, where it is no folder.</param>
    /// <exception cref="ModelTransferException">A name or a size cannot be; which, and why.</exception>
    public ModelFileManifest(string name, bool isFolder, IEnumerable<ModelFileEntry> files)
    {
        Name = name;
        IsFolder = isFolder;
        Files = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        Check();
        Bytes = Encode();
        Id = ContentHash.Of(Bytes);
    }

    /// <summary>The name of the file or folder.</summary>
    public string Name { get; }

    /// <summary>Whether the model is a folder; a single file else.</summary>
    public bool IsFolder { get; }

    /// <summary>The files, by name.</summary>
    public ImmutableArray<ModelFileEntry> Files { get; }

    /// <summary>The bytes that it travels as, and whose hash is <see cref="Id"/>. Not to be changed.</summary>
    public byte[] Bytes { get; }

    /// <summary>The model's id.</summary>
    public ContentHash Id { get; }

    /// <summary>The bytes of all files together.</summary>
    public long TotalBytes => Files.Sum(file => file.Size);

    /// <summary>Reads a list that claims to be the one of an id.</summary>
    /// <exception cref="ModelTransferException">It is not, or is none at all.</exception>
    public static ModelFileManifest Read(ReadOnlySpan<byte> bytes, ContentHash id)
    {
        if (bytes.Length > MaxBytes) throw Bad($"it takes {bytes.Length} bytes, and {MaxBytes} are allowed");
        if (ContentHash.Of(bytes) != id) throw Bad($"its hash is {ContentHash.Of(bytes)}, and the model's id is {id}");

        try
        {
            var from = new WireReader(bytes, "manifest", TimeProvider.System);
            if (from.Version != Version) throw from.Malformed($"version {from.Version} is not known");

            var manifest = new ModelFileManifest(from.Text(), from.Flag(), from.Items(LeastEntryBytes, ReadEntry));
            from.End(Version);
            return manifest.Id == id ? manifest : throw Bad("its files are not in order");
        }
        catch (SerializationException flaw)
        {
            throw Bad(flaw.Message);
        }
    }

    private static ModelFileEntry ReadEntry(ref WireReader from) => new(from.Text(), from.Long(), new ContentHash(from.Raw(ContentHash.Size)));

    private static ModelTransferException Bad(string flaw) => new(TransferFailure.BadManifest, $"The list of a model's files is none: {flaw}.");

    private byte[] Encode()
    {
        var measure = new WireWriter();
        Write(ref measure);
        if (measure.Length > MaxBytes) throw Bad($"it takes {measure.Length} bytes, and {MaxBytes} are allowed");

        var bytes = new byte[measure.Length];
        var writer = new WireWriter(bytes, TimeProvider.System);
        Write(ref writer);
        return bytes;
    }

    private void Write(ref WireWriter to)
    {
        to.Byte(Version);
        to.Text(Name);
        to.Flag(IsFolder);
        to.Items(Files, static (ref to, file) =>
        {
            to.Text(file.Name);
            to.Long(file.Size);
            Span<byte> hash = stackalloc byte[ContentHash.Size];
            file.Hash.CopyTo(hash);
            to.Raw(hash);
        });
    }

    private void Check()
    {
        if (RelativeName.FlawOfSegment(Name) is { } nameFlaw) throw Bad($"the model's name '{Name}' {nameFlaw}");
        if (Files.IsEmpty) throw Bad("it lists no file");
        if (!IsFolder && (Files.Length != 1 || Files[0].Name != Name)) throw Bad($"it is no folder, and '{Name}' is not its only file");

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            if (RelativeName.FlawOf(file.Name) is { } flaw) throw Bad($"the name '{file.Name}' {flaw}");
            if (file.Size < 0) throw Bad($"'{file.Name}' has a size of {file.Size}");
            if (!taken.Add(file.Name)) throw Bad($"'{file.Name}' is listed twice");
        }

        foreach (var file in Files)
        {
            for (var at = file.Name.IndexOf('/', StringComparison.Ordinal); at >= 0; at = file.Name.IndexOf('/', at + 1))
            {
                if (taken.Contains(file.Name[..at])) throw Bad($"'{file.Name[..at]}' is a file and a folder");
            }
        }

        var total = UInt128.Zero;
        foreach (var file in Files) total += (UInt128)file.Size;
        if (total > long.MaxValue) throw Bad("its files are larger than any disk");
    }
}

using System.Security.Cryptography;

namespace NeuronActors.Cluster.Files;

/// <summary>Makes the list of the files of a model on this node's disk.</summary>
internal static class ModelFileScan
{
    /// <summary>Reads all of a file or folder. The path itself may be a link; nothing below it may.</summary>
    /// <exception cref="ModelTransferException">There is nothing, or something that other nodes could not have.</exception>
    public static async Task<ModelFileManifest> OfAsync(string path, CancellationToken ct)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = Path.GetFileName(full);
        try
        {
            if (File.Exists(full)) return new ModelFileManifest(name, isFolder: false, [await EntryAsync(name, full, ct).ConfigureAwait(false)]);
            if (!Directory.Exists(full)) throw new ModelTransferException(TransferFailure.BadModel, $"There is no file or folder '{full}'.");

            var files = new List<ModelFileEntry>();
            foreach (var file in FilesBelow(new DirectoryInfo(full)))
            {
                var relative = Path.GetRelativePath(full, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                files.Add(await EntryAsync(relative, file.FullName, ct).ConfigureAwait(false));
            }

            return new ModelFileManifest(name, isFolder: true, files);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ModelTransferException(TransferFailure.BadModel, $"'{full}' cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The hash of a file as it is on the disk.</summary>
    public static async Task<ContentHash> HashAsync(string path, CancellationToken ct)
    {
        var file = ModelFileStreams.OpenToRead(path);
        await using (file.ConfigureAwait(false)) return new ContentHash(await SHA256.HashDataAsync(file, ct).ConfigureAwait(false));
    }

    private static async Task<ModelFileEntry> EntryAsync(string name, string path, CancellationToken ct) =>
        new(name, new FileInfo(path).Length, await HashAsync(path, ct).ConfigureAwait(false));

    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder)
    {
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            // A link may lead out of the model, and in circles.
            if (item.LinkTarget is not null || item.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                throw new ModelTransferException(
                    TransferFailure.BadModel, $"'{item.FullName}' is a symbolic link; a model that goes to other nodes holds files and folders only.");
            }

            if (item is FileInfo file)
            {
                yield return file;
                continue;
            }

            foreach (var below in FilesBelow((DirectoryInfo)item)) yield return below;
        }
    }
}

using System.Text;

namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>
/// The folder of one life of a node for files that came with loads. A file in it names the node and is held open as long as that lives, so
/// that its next life can tell what a killed one has left from what is in use.
/// </summary>
internal sealed class UploadFolder : IDisposable
{
    private const string Prefix = "neuron-uploads-";
    private const string OwnerName = "owner";

    // Longer than the name of any node.
    private const int MaxOwnerBytes = 4096;

    private readonly FileStream _owner;

    private UploadFolder(string path, FileStream owner) => (FullName, _owner) = (path, owner);

    public string FullName { get; }

    /// <summary>Makes a new one among the system's temporary files, which this user alone can read.</summary>
    /// <param name="node">The name of the node.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static UploadFolder Create(string node)
    {
        // The name by which leftovers are found comes last: none is seen without its owner.
        var begun = Directory.CreateTempSubdirectory("neuron-upload-begun-");
        var owner = new FileStream(Path.Combine(begun.FullName, OwnerName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            owner.Write(Encoding.UTF8.GetBytes(node));
            owner.Flush();
            begun.MoveTo(Path.Combine(begun.Parent!.FullName, Prefix + Path.GetRandomFileName()));
            return new UploadFolder(begun.FullName, owner);
        }
        catch
        {
            owner.Dispose();
            begun.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Deletes what earlier lives of a node have left, and nothing else: no folder that is in use, is another node's, or holds more than loads bring.</summary>
    /// <param name="parent">Where to look.</param>
    /// <param name="node">The name of the node.</param>
    /// <returns>How many there were.</returns>
    public static int RemoveLeftovers(string parent, string node)
    {
        try
        {
            return new DirectoryInfo(parent).EnumerateDirectories(Prefix + "*").Count(folder => TryRemove(folder, node));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        _owner.Dispose();
        TryDelete(FullName);
    }

    /// <summary>Deletes a folder with all that is in it; false when it cannot.</summary>
    public static bool TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryRemove(DirectoryInfo folder, string node)
    {
        try
        {
            var owner = new FileInfo(Path.Combine(folder.FullName, OwnerName));
            if (IsLink(folder) || !owner.Exists || IsLink(owner) || owner.Length > MaxOwnerBytes) return false;

            // Cannot be opened while its node lives, nor by who may not delete it.
            using var held = owner.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var text = new StreamReader(held, Encoding.UTF8);
            if (text.ReadToEnd() != node || !folder.EnumerateFileSystemInfos().All(entry => entry.Name == OwnerName || IsLoad(entry))) return false;

            foreach (var load in folder.EnumerateDirectories()) load.Delete(recursive: true);
            owner.Delete();
            folder.Delete();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsLoad(FileSystemInfo entry) => entry is DirectoryInfo && !IsLink(entry) && entry.Name.All(char.IsAsciiDigit);

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;
}

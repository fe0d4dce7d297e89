using System.Globalization;
using NeuronActors.Node.Client.Answers;
using Spectre.Console;

namespace NeuronActors.Node.Client.Views;

/// <summary>How what is said of a core is written.</summary>
internal static class CoreLook
{
    private const string Nothing = "–";

    public static readonly Style NodeStyle = new(Color.Cyan1, decoration: Decoration.Bold);

    /// <summary><c>3</c>, and in a pool <c>n2/3</c>.</summary>
    public static string NameOf(NodeCores.Core core) => core.Node is { } node ? $"{node}/{core.Index}" : $"{core.Index}";

    // What is neither is a state that a newer node has.
    public static Style StyleOf(string state) => state switch
    {
        "ready" => new Style(Color.Green),
        "quarantined" or "hung" or "unreachable" => new Style(Color.Red, decoration: Decoration.Bold),
        _ => new Style(Color.Yellow),
    };

    /// <summary><c>mnist, ocr/detect (loading)</c>; the subgraph only where a model has several.</summary>
    public static string ReplicasOf(NodeCores table, NodeCores.Core core) =>
        core.Replicas.IsEmpty ? Nothing : string.Join(", ", core.Replicas.Select(replica => TextOf(replica, table.IsSplit(replica.Model))));

    /// <summary><c>1.2/16 GiB</c>, or what is used alone.</summary>
    public static string MemoryOf(NodeCores.Core core) => core.Memory switch
    {
        { Limit: 0 } or { Used: 0, Limit: null } => Nothing,
        { Limit: { } limit } => Of(core.Memory.Used, limit),
        _ => Bytes(core.Memory.Used),
    };

    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++) value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    private static string Of(long used, long limit)
    {
        var whole = Bytes(limit).Split(' ');
        var unit = limit / double.Parse(whole[0], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{used / unit:0.##}/{whole[0]} {whole[1]}");
    }

    private static string TextOf(NodeCores.Replica replica, bool isSplit)
    {
        var name = isSplit ? $"{replica.Model}/{replica.Subgraph}" : replica.Model;
        return replica.State == "ready" ? name : $"{name} ({replica.State})";
    }
}

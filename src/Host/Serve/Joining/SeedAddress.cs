using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NeuronActors.Node.Serve.Joining;

/// <summary>A node to join.</summary>
/// <param name="Host">Its <c>--cluster-host</c>.</param>
/// <param name="Port">Its <c>--cluster-port</c>.</param>
internal sealed record SeedAddress(string Host, int Port)
{
    /// <summary>Takes <c>10.0.0.1:4100</c> or <c>[fd00::1]:4100</c>. <c>localhost</c> is 127.0.0.1: one node has one name.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SeedAddress? seed)
    {
        seed = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan()[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return false;
        if (!TryHost(text[..colon], out var host)) return false;

        seed = new SeedAddress(host, port);
        return true;
    }

    /// <summary>Takes a host: an IP address or a name, and none that stands for every address.</summary>
    public static bool TryHost(string text, [NotNullWhen(true)] out string? host)
    {
        var plain = text.Trim('[', ']');
        host = plain == "localhost" ? "127.0.0.1" : plain;
        return Uri.CheckHostName(plain) is not UriHostNameType.Unknown && plain is not ("0.0.0.0" or "::");
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

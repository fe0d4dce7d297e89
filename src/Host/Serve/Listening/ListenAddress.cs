using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace NeuronActors.Node.Serve.Listening;

/// <summary>Where to listen.</summary>
/// <param name="EndPoint">Address and port; port 0 takes a free one.</param>
/// <param name="IsTls">Whether it is https.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, bool IsTls)
{
    /// <summary>Takes <c>http://127.0.0.1:8000</c>. <c>localhost</c> is 127.0.0.1, and <c>*</c> every address of the machine.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        var (isTls, rest) =
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? (false, text[7..])
            : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? (true, text[8..])
            : (false, "");
        rest = rest.TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(rest.AsSpan()[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;

        var host = rest[..colon];
        var ip = host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.IPv6Any,
            _ => IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null,
        };
        if (ip is null) return false;

        address = new ListenAddress(new IPEndPoint(ip, port), isTls);
        return true;
    }

    /// <summary>The URL by which it is reached, once the port is known.</summary>
    public Uri UriOf(int port)
    {
        var host =
            EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName()
            : EndPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{EndPoint.Address}]"
            : EndPoint.Address.ToString();
        return new Uri($"{(IsTls ? "https" : "http")}://{host}:{port}");
    }
}

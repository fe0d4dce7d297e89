using System.Net.Sockets;
using System.Text;

namespace NeuronActors.Node.Tests.Rest;

/// <summary>A connection on which a test says byte by byte what goes over it.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new();
    private readonly List<byte> _received = [];

    public static async Task<RawConnection> OpenAsync(Uri node)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(node.Host, node.Port);
        connection._client.NoDelay = true;
        return connection;
    }

    /// <summary>A whole request with a body of a length that it says.</summary>
    public static string Post(string path, string body, string headers = "") =>
        $"POST {path} HTTP/1.1\r\nHost: node\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    /// <summary>Sends bytes again and again, until the node has closed the connection.</summary>
    public async Task SendUntilClosedAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true) await _client.GetStream().WriteAsync(bytes, patience.Token);
        }
        catch (IOException)
        {
            // Closed, as was to be.
        }
    }

    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads one answer: its status and its body.</summary>
    public async Task<(int Status, string Body)> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0) await ReadMoreAsync(patience.Token);

        var head = Text()[..end].Split("\r\n");
        var length = head.Select(line => line.Split(": ")).Where(pair => pair[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)).Single();
        while (_received.Count < end + 4 + length) await ReadMoreAsync(patience.Token);

        var body = Encoding.UTF8.GetString([.. _received.Skip(end + 4).Take(length)]);
        _received.RemoveRange(0, end + 4 + length);
        return (int.Parse(head[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), body);
    }

    /// <summary>Goes away without a word.</summary>
    public void Vanish()
    {
        _client.Client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Text() => Encoding.Latin1.GetString([.. _received]);

    private async Task ReadMoreAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        var read = await _client.GetStream().ReadAsync(buffer, cancellationToken);
        if (read == 0) throw new InvalidOperationException($"The node closed the connection after '{Text()}'.");
        _received.AddRange(buffer.AsSpan(0, read));
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>A connection that sends the same bytes again and again, and of the answers reads no more than it has to: the cheapest client there is.</summary>
internal sealed class RestLane : ILane
{
    private const string JsonLength = "Inference-Header-Content-Length";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[16 << 10];

    private RestLane(byte[] request) => _request = request;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> Length => "\r\nContent-Length: "u8;

    public static async Task<RestLane> ConnectAsync(Uri address, string model, NamedTensor input)
    {
        var lane = new RestLane(RequestOf(address, model, input));
        await lane._socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return lane;
    }

    public async ValueTask<Outcome> SendAsync()
    {
        await _socket.SendAsync(_request, SocketFlags.None).ConfigureAwait(false);
        for (var (have, whole) = (0, int.MaxValue); ;)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(have), SocketFlags.None).ConfigureAwait(false);
            if (read == 0) throw new IOException("The server closed the connection.");

            have += read;
            if (whole == int.MaxValue) whole = WholeOf(_answer.AsSpan(0, have));
            if (have >= whole) return OutcomeOf(_answer);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int WholeOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf(HeadEnd);
        if (end < 0) return int.MaxValue;

        var at = answer[..end].IndexOf(Length);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + Length.Length)..], out int length, out _)
            ? end + HeadEnd.Length + length
            : throw new InvalidDataException("An answer does not say its length.");
    }

    private static Outcome OutcomeOf(ReadOnlySpan<byte> answer) => answer["HTTP/1.1 ".Length..] switch
    {
        [(byte)'2', (byte)'0', (byte)'0', ..] => Outcome.Result,
        [(byte)'5', (byte)'0', (byte)'3', ..] => Outcome.Refused,
        _ => Outcome.Failed,
    };

    private static byte[] RequestOf(Uri address, string model, NamedTensor input)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new[]
            {
                new
                {
                    name = input.Name,
                    datatype = input.Tensor.ElementType.OipName(),
                    shape = input.Tensor.Shape.Dimensions,
                    parameters = new { binary_data_size = input.Tensor.Data.Length },
                },
            },
            parameters = new { binary_data_output = true },
        });
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v2/models/{model}/infer HTTP/1.1\r\nHost: {address.Authority}\r\n{JsonLength}: {json.Length}\r\nContent-Length: {json.Length + input.Tensor.Data.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. json, .. input.Tensor.Data.Span];
    }
}

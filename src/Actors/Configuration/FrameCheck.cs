using Akka.Configuration;

namespace NeuronActors.Configuration;

/// <summary>Checks that what the runtime calls small enough to send does fit a frame of the transport, which drops the rest in silence.</summary>
internal static class FrameCheck
{
    // Addresses of sender and recipient, the serializer's name and the protocol around them.
    private const int EnvelopeBytes = 4096;

    private const string FrameKey = "akka.remote.dot-netty.tcp.maximum-frame-size";

    public static void Check(Config config, int maxMessageBytes)
    {
        if (!config.HasPath(FrameKey) || config.GetByteSize(FrameKey) is not { } frame) return;

        if (maxMessageBytes + EnvelopeBytes > frame)
        {
            throw new ConfigurationException(
                $"neuron.remote.max-message-bytes is {maxMessageBytes}, which with {EnvelopeBytes} bytes of envelope does not fit {FrameKey}, {frame}. Lower the first or raise the second.");
        }
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>What the headers of an inference say.</summary>
internal static class InferHeaders
{
    /// <summary>How many bytes of the body are JSON; what follows them are tensors. 0 means that all of the body is one.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    /// <summary>How long the client waits, in seconds.</summary>
    public const string Timeout = "X-Request-Timeout-Seconds";

    /// <summary>The length of the JSON; null when all of the body is JSON.</summary>
    /// <exception cref="ServingException">It is no length.</exception>
    public static long? JsonLengthOf(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(JsonLength, out var value)) return null;

        var text = value.ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new ServingException(ServingError.Invalid($"{JsonLength} is '{text}', and must be a whole number that is not negative."));
    }

    /// <summary>The time that the client gives; null when it does not say.</summary>
    /// <exception cref="ServingException">It is no time.</exception>
    public static TimeSpan? TimeoutOf(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Timeout, out var value)) return null;

        var text = value.ToString();
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365).TotalSeconds))
            : throw new ServingException(ServingError.Invalid($"{Timeout} is '{text}', and must be a number of seconds above zero."));
    }
}

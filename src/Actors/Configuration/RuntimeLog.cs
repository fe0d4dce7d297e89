using Microsoft.Extensions.Logging;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Configuration;

/// <summary>What runtimes log. Event ids 1400 to 1499.</summary>
internal static partial class RuntimeLog
{
    public static void Write(ILogger log, NrtNotice notice)
    {
        switch (notice.Kind)
        {
            case NrtNoticeKind.Started: Started(log, notice.Text); break;
            case NrtNoticeKind.FeatureMissing or NrtNoticeKind.Environment: Limited(log, notice.Kind, notice.Text); break;
            default: Concerning(log, notice.Kind, notice.Text); break;
        }
    }

    [LoggerMessage(1400, LogLevel.Information, "{Text}")]
    private static partial void Started(ILogger log, string text);

    [LoggerMessage(1401, LogLevel.Information, "{Kind}: {Text}")]
    private static partial void Limited(ILogger log, NrtNoticeKind kind, string text);

    [LoggerMessage(1402, LogLevel.Warning, "{Kind}: {Text}")]
    private static partial void Concerning(ILogger log, NrtNoticeKind kind, string text);
}

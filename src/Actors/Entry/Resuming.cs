using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace NeuronActors;

/// <summary>
/// The one supervision of the runtime's actors: an actor that throws keeps its state and goes on with the next message. A restart would
/// lose what nobody else knows, requests that wait and handles that are open; and a fault of a core is no exception here but a
/// message.
/// </summary>
internal static partial class Resuming
{
    public static SupervisorStrategy Strategy(ILogger log) =>
        new OneForOneStrategy(cause =>
        {
            HandlerFailed(log, cause);
            return Directive.Resume;
        });

    [LoggerMessage(1300, LogLevel.Critical, "An actor's handler failed. Its state is kept; this is a defect of NeuronActors")]
    private static partial void HandlerFailed(ILogger log, Exception exception);
}

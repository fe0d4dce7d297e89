using System.Collections.Concurrent;
using Akka.Actor;

namespace NeuronActors.Tests.Conservation;

/// <summary>Counts the answers that come for each request, as an actor that asks by message sees them.</summary>
internal sealed class AnswerCounter(ConcurrentDictionary<string, int> counts, ConcurrentBag<string> flaws) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not InferAnswer { RequestId: { } id } answer)
        {
            flaws.Add($"unexpected {message}");
            return;
        }

        counts.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (answer is InferCompleted completed && completed["y"].AsSpan<long>()[0] != long.Parse(id, System.Globalization.CultureInfo.InvariantCulture))
        {
            flaws.Add($"{id} got the result of another request");
        }
    }
}

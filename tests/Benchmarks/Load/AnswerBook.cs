using System.Diagnostics;
using Akka.Actor;

namespace NeuronActors.Benchmarks.Load;

/// <summary>
/// Keeps book of the answers to numbered requests: how many each got, whether they were results, and when. The collector writes, others
/// read once all is answered.
/// </summary>
internal sealed class AnswerBook(int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _answered;

    /// <summary>How many requests have an answer.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Starts an actor that enters the answers it is told; its reference is the sender to use.</summary>
    public IActorRef StartCollector(ActorSystem system) => system.ActorOf(Props.Create(() => new Collector(this)));

    /// <summary>The number of a request as its id.</summary>
    public static string Id(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A request is about to be sent that was due at a moment.</summary>
    public void Due(int number, long due) => _entries[number].Due = due;

    public int Count(int requests, Func<Entry, bool> isMeant) => _entries.Take(requests).Count(isMeant);

    public IEnumerable<Entry> Entries(int from, int to) => _entries.Skip(from).Take(to - from);

    private void Enter(InferAnswer answer)
    {
        ref var entry = ref _entries[int.Parse(answer.RequestId!, System.Globalization.CultureInfo.InvariantCulture)];
        if (entry.Answers++ == 0) Volatile.Write(ref _answered, _answered + 1);
        entry.AnsweredAt = Stopwatch.GetTimestamp();
        entry.HasFailed |= answer is not InferCompleted;
    }

    /// <summary>What became of one request.</summary>
    internal struct Entry
    {
        public long Due;
        public long AnsweredAt;
        public int Answers;
        public bool HasFailed;

        public readonly long Nanoseconds => (long)Stopwatch.GetElapsedTime(Due, AnsweredAt).TotalNanoseconds;
    }

    private sealed class Collector(AnswerBook book) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is InferAnswer answer) book.Enter(answer);
            else Unhandled(message);
        }
    }
}

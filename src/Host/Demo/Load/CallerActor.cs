using System.Diagnostics;
using Akka.Actor;
using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Demo.Load;

/// <summary>
/// Keeps one classification outstanding: sends the next <see cref="Infer"/> when the last one is answered, as any actor would, and counts
/// the answers to every request id.
/// </summary>
/// <remarks>States: sending → (Stop) stopping → stopped, when the last answer has come. Owns its tally until it is asked for it.</remarks>
internal sealed class CallerActor : UntypedActor
{
    private readonly CallerSetup _setup;
    private readonly CallerTally _tally;
    private readonly string _prefix;
    private int _digit;
    private int _phase;
    private int _sentIn;
    private long _sentAt;
    private string? _outstanding;
    private bool _isStopping;
    private IActorRef _stopper = ActorRefs.Nobody;

    public CallerActor(CallerSetup setup, int number)
    {
        _setup = setup;
        _prefix = $"{number}-";
        _digit = number * setup.Digits.Count / SteadyLoad.Callers;
        _tally = new CallerTally(setup.Cores);
    }

    public static Props Props(CallerSetup setup, int number) => Akka.Actor.Props.Create(() => new CallerActor(setup, number));

    protected override void PreStart() => SendNext();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InferAnswer answer when answer.RequestId == _outstanding:
                Count(answer);
                SendNext();
                break;
            case InferAnswer:
                _tally.CountDuplicate();
                break;
            case LoadProtocol.EnterPhase enter:
                _phase = enter.Phase;
                Sender.Tell(new LoadProtocol.PhaseEntered());
                break;
            case LoadProtocol.Stop:
                (_isStopping, _stopper) = (true, Sender);
                if (_outstanding is null) _stopper.Tell(new LoadProtocol.Stopped());
                break;
            case LoadProtocol.GetTally:
                Sender.Tell(_tally);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void SendNext()
    {
        _outstanding = null;
        if (_isStopping)
        {
            _stopper.Tell(new LoadProtocol.Stopped());
            return;
        }

        _digit = (_digit + 1) % _setup.Digits.Count;
        _outstanding = $"{_prefix}{_tally.Sent}";
        _tally.CountSent();
        _sentIn = _phase;
        _sentAt = Stopwatch.GetTimestamp();
        _setup.Entry.Tell(new Infer(_setup.Model, [_setup.Digits.Input(_digit)]) { RequestId = _outstanding });
    }

    private void Count(InferAnswer answer)
    {
        switch (answer)
        {
            case InferCompleted completed:
                var isRight = !_setup.ChecksAnswers || DigitSet.ReadAnswer(completed) == _setup.Digits.Label(_digit);
                _tally.CountResult(completed.Cores[0], isRight, Stopwatch.GetElapsedTime(_sentAt), _sentIn, _phase);
                break;
            case InferRejected rejected:
                _tally.CountFailure($"{rejected.Reason}: {rejected.Message}");
                break;
            case InferFailed failed:
                _tally.CountFailure($"{failed.Kind}: {failed.Message}");
                break;
        }
    }
}

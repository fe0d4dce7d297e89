using Akka.Actor;
using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Demo.Load;

/// <summary>What a caller calls.</summary>
/// <param name="Entry">The actor that takes <see cref="Infer"/>.</param>
/// <param name="Model">The model.</param>
/// <param name="Digits">What to send, one after the other, over and over.</param>
/// <param name="Cores">How many cores may answer.</param>
/// <param name="ChecksAnswers">Whether an answer must be what the digit shows.</param>
internal sealed record CallerSetup(IActorRef Entry, ModelName Model, DigitSet Digits, int Cores, bool ChecksAnswers);

namespace NeuronActors.Node.Demo;

/// <summary>How far the load has come.</summary>
/// <param name="Text">What happens now.</param>
/// <param name="Done">How much of the whole is done, 0 to 1.</param>
internal readonly record struct DemoStep(string Text, double Done);

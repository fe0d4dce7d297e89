namespace NeuronActors.Node.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What was found, in one sentence.</param>
/// <param name="NextStep">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(string Subject, FindingState State, string Text, string? NextStep = null);

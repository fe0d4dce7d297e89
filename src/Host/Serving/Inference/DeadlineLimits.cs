namespace NeuronActors.Node.Serving.Inference;

/// <summary>How long a request may take.</summary>
/// <param name="Default">When it does not say; null means as long as it takes.</param>
/// <param name="Longest">Whatever it says; null means as long as it says.</param>
internal sealed record DeadlineLimits(TimeSpan? Default = null, TimeSpan? Longest = null)
{
    /// <summary>The deadline of a request that came some time ago.</summary>
    public Deadline DeadlineOf(TimeSpan? asked, TimeSpan ago)
    {
        var time = asked ?? Default;
        if (Longest is { } longest && (time is null || time > longest)) time = longest;
        return time is { } span ? Deadline.After(span - ago) : Deadline.None;
    }
}

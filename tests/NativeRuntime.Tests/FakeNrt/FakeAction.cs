namespace NeuronActors.FakeNrt;

/// <summary>What a scripted call does.</summary>
internal enum FakeAction
{
    /// <summary>Returns the value.</summary>
    Status,

    /// <summary>Does not return before <see cref="FakeLibrary.Release"/>.</summary>
    Hang,

    /// <summary>Takes so many microseconds longer.</summary>
    Slow,

    /// <summary>Ends the process by a bad access.</summary>
    Crash,

    /// <summary>Of a load: puts the model so many cores further on.</summary>
    WrongCore,
}

using System.Diagnostics;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>Waits for what a process can only be asked for.</summary>
internal static class Eventually
{
    /// <summary>Nothing takes that long unless it has failed, not even on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is the one that is waited for, and gives it.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="ask">Asks once. A node that does not answer yet is asked again.</param>
    /// <param name="isMeant">Whether that is it.</param>
    /// <param name="patience">How long at most.</param>
    /// <exception cref="TimeoutException">It never was; with the last answer.</exception>
    public static async Task<T> BecomesAsync<T>(string what, Func<Task<T>> ask, Predicate<T> isMeant, TimeSpan? patience = null)
    {
        var begun = Stopwatch.GetTimestamp();
        object? last;
        do
        {
            try
            {
                var answer = await ask();
                if (isMeant(answer)) return answer;
                last = answer;
            }
            catch (Exception notNow) when (notNow is HttpRequestException or RestException or OperationCanceledException)
            {
                last = notNow.Message;
            }

            await Task.Delay(Pause);
        }
        while (Stopwatch.GetElapsedTime(begun) < (patience ?? Patience));

        throw new TimeoutException($"Waited in vain until {what}. The last answer was {last}");
    }
}

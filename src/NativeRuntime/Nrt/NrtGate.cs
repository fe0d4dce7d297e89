namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// Lets one load, unload or allocation at a time into libnrt. Whether they may be concurrent is written nowhere, and release notes up to
/// runtime 2.34 mend races between them; so one gate for the process, unless the options open it. Executions never pass here.
/// </summary>
/// <param name="isShut">Whether it holds anybody up.</param>
internal sealed class NrtGate(bool isShut)
{
    private static readonly Lock OnePerProcess = new();

    /// <summary>Waits for its turn; the thread that has it may enter again.</summary>
    public Turn Enter()
    {
        if (isShut) OnePerProcess.Enter();
        return new Turn(isShut);
    }

    public readonly ref struct Turn(bool isHeld)
    {
        public void Dispose()
        {
            if (isHeld) OnePerProcess.Exit();
        }
    }
}

namespace NeuronActors.Hosting;

/// <summary>The key of the entry actor: <c>IRequiredActor&lt;NeuronEntry&gt;</c>.</summary>
public sealed class NeuronEntry
{
    private NeuronEntry()
    {
    }
}

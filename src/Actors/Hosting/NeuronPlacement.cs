namespace NeuronActors.Hosting;

/// <summary>
/// The key of the placement coordinator: <c>IRequiredActor&lt;NeuronPlacement&gt;</c>. It takes every <see cref="PlacementCommand"/>, as the
/// entry actor does.
/// </summary>
public sealed class NeuronPlacement
{
    private NeuronPlacement()
    {
    }
}

namespace NeuronActors.Node.Client.Top;

/// <summary>What the cores are sorted by.</summary>
internal enum TopSort
{
    Core,
    Busy,
    Rate,
    InFlight,
    Memory,
}

using System.Globalization;

namespace NeuronActors.NativeRuntime.Cores;

/// <summary>
/// The instance-wide number of a NeuronCore, as <c>NEURON_RT_VISIBLE_CORES</c> and <c>neuron-ls</c> write it.
/// For people and logs only: placement speaks of <see cref="VisibleCoreIndex"/>.
/// </summary>
/// <param name="Value">0 … cores of the instance − 1.</param>
public readonly record struct PhysicalCoreId(int Value)
{
    /// <summary>The plain number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

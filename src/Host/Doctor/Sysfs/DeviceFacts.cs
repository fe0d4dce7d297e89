namespace NeuronActors.Node.Doctor.Sysfs;

/// <summary>What the driver shows of one device. A null is something that it does not show.</summary>
/// <param name="Name">Its name: <c>neuron0</c>.</param>
/// <param name="HasNode">Whether its file in <c>/dev</c> is there.</param>
/// <param name="InstanceType">The instance that it belongs to.</param>
/// <param name="DeviceName">What kind of device it is.</param>
/// <param name="Architecture">The architecture of its cores.</param>
/// <param name="Connected">The devices that it is wired to.</param>
/// <param name="UncorrectedErrors">Memory errors that nothing corrects.</param>
/// <param name="RepairableErrors">Memory errors that a reload of the driver or a reboot repairs.</param>
/// <param name="Cores">Its cores.</param>
internal sealed record DeviceFacts(
    string Name,
    bool HasNode,
    string? InstanceType,
    string? DeviceName,
    string? Architecture,
    string? Connected,
    long? UncorrectedErrors,
    long? RepairableErrors,
    ImmutableArray<CoreFacts> Cores);

using NeuronActors.Node.Doctor.Sysfs;

namespace NeuronActors.Node.Doctor;

/// <summary>What the driver's files say of the devices.</summary>
internal static class DeviceJudge
{
    public static IEnumerable<Finding> Judge(ImmutableArray<DeviceFacts> devices, bool hasDriver)
    {
        if (devices.IsEmpty)
        {
            var next = hasDriver ? "Is this an Inf2, Trn1 or Trn2 instance? lspci | grep -i amazon shows its devices; dmesg | grep -i neuron, the driver's troubles" : "Load the driver first";
            yield return new Finding("devices", FindingState.Wrong, "there is no device in /sys/devices/virtual/neuron_device", next);
            yield break;
        }

        var cores = devices.Sum(device => device.Cores.Length);
        var kind = devices.Select(device => device.InstanceType).FirstOrDefault(type => type is not null);
        yield return new Finding("devices", FindingState.Ok, $"{Count(devices.Length, "device")} with {Count(cores, "core")}{(kind is null ? "" : $", {kind}")}");

        if (devices.Where(device => !device.HasNode).Select(device => device.Name).ToArray() is [_, ..] hidden)
        {
            yield return new Finding(
                "devices", FindingState.Wrong, $"/dev has no {string.Join(", ", hidden)}", "In a container, pass the devices on: --device=/dev/neuron0, or aws.amazon.com/neuron in Kubernetes");
        }

        foreach (var device in devices)
        {
            if (device.UncorrectedErrors > 0)
            {
                yield return new Finding("devices", FindingState.Wrong, $"{device.Name} has {device.UncorrectedErrors} uncorrected memory errors", "Replace the instance");
            }

            if (device.RepairableErrors > 0)
            {
                yield return new Finding("devices", FindingState.Wrong, $"{device.Name} has {device.RepairableErrors} repairable memory errors", "Reload the driver, or reboot");
            }
        }

        yield return Memory(devices);
    }

    private static Finding Memory(ImmutableArray<DeviceFacts> devices)
    {
        var inUse = devices.SelectMany(device => device.Cores).Select(core => core.MemoryInUse).OfType<long>().ToArray();
        return inUse.Length == 0
            ? new Finding("memory", FindingState.Note, "this driver does not show what memory is in use", "--neff FILE shows the library's own figures")
            : new Finding("memory", inUse.Sum() == 0 ? FindingState.Ok : FindingState.Note, $"{inUse.Sum() / 1048576.0:#,##0.#} MiB in use on {Count(inUse.Count(bytes => bytes > 0), "core")}, by whatever process");
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

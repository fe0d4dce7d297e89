namespace NeuronActors.Node.Doctor.Sysfs;

/// <summary>Reads driver and devices from the files of the kernel. Owns no core, and works while others do.</summary>
internal sealed class NeuronSysfs(string root)
{
    private static readonly string[] Devices = ["sys", "devices", "virtual", "neuron_device"];

    private readonly SystemFiles _files = new(root);

    public DriverFacts ReadDriver() => new(
        _files.Has("sys", "module", "neuron") || (_files.Text("proc", "modules") ?? "").Split('\n').Any(line => line.StartsWith("neuron ", StringComparison.Ordinal)),
        _files.Text("sys", "module", "neuron", "version"));

    public ImmutableArray<DeviceFacts> ReadDevices() => [.. _files.Numbered("neuron", Devices).Select(ReadDevice)];

    private DeviceFacts ReadDevice(string name)
    {
        string[] device = [.. Devices, name];
        return new DeviceFacts(
            name,
            _files.Has("dev", name),
            _files.Text([.. device, "info", "architecture", "instance_type"]),
            _files.Text([.. device, "info", "architecture", "device_name"]),
            _files.Text([.. device, "info", "architecture", "arch_type"]),
            _files.Text([.. device, "connected_devices"]),
            Sum([_files.Number([.. device, "stats", "hardware", "mem_ecc_uncorrected"]), _files.Number([.. device, "stats", "hardware", "sram_ecc_uncorrected"])]),
            _files.Number([.. device, "stats", "hardware", "mem_ecc_repairable_uncorrected"]),
            ReadCores(device));
    }

    private ImmutableArray<CoreFacts> ReadCores(string[] device)
    {
        const string Prefix = "neuron_core";
        ImmutableArray<CoreFacts> shown =
        [
            .. _files.Numbered(Prefix, device).Select(name => ReadCore([.. device, name], int.Parse(name[Prefix.Length..], System.Globalization.CultureInfo.InvariantCulture))),
        ];
        if (!shown.IsEmpty) return shown;

        // A driver that shows no folder for a core may show their number.
        var count = (int)Math.Clamp(_files.Number([.. device, "core_count"]) ?? 0, 0, 1024);
        return [.. Enumerable.Range(0, count).Select(i => new CoreFacts(i, null, null, null, null))];
    }

    private CoreFacts ReadCore(string[] core, int index)
    {
        string[] memory = [.. core, "stats", "memory_usage", "device_mem"];
        var categories = _files.Folders(memory);
        return new CoreFacts(
            index,
            Sum(categories.Select(category => _files.Number([.. memory, category, "present"]))),
            Sum(categories.Select(category => _files.Number([.. memory, category, "peak"]))),
            _files.Number([.. core, "stats", "other_info", "inference_count"]),
            _files.Number([.. core, "stats", "other_info", "model_load_count"]));
    }

    private static long? Sum(IEnumerable<long?> numbers)
    {
        var known = numbers.OfType<long>().ToArray();
        return known.Length == 0 ? null : known.Sum();
    }
}

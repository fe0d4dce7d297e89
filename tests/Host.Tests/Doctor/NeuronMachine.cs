using NeuronActors.Node.Tests.Nrt;

namespace NeuronActors.Node.Tests.Doctor;

/// <summary>A made-up machine: the files that a driver shows, in a folder.</summary>
internal sealed class NeuronMachine : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public string Root => _root.Path;

    public NeuronMachine WithDriver(string version = "2.29.5.0")
    {
        _root.Write("sys/module/neuron/version", $"{version}\n");
        return this;
    }

    /// <summary>A device of two cores, as an up-to-date driver shows it.</summary>
    public NeuronMachine WithDevice(int number, long memoryPerCategory = 0, long uncorrected = 0, bool hasNode = true)
    {
        var device = $"sys/devices/virtual/neuron_device/neuron{number}";
        _root.Write($"{device}/core_count", "2\n");
        _root.Write($"{device}/connected_devices", "1, 2\n");
        _root.Write($"{device}/info/architecture/instance_type", "trn1.32xlarge\n");
        _root.Write($"{device}/info/architecture/device_name", "trainium1\n");
        _root.Write($"{device}/info/architecture/arch_type", "NCv2\n");
        _root.Write($"{device}/stats/hardware/mem_ecc_uncorrected", $"{uncorrected}\n");
        _root.Write($"{device}/stats/hardware/sram_ecc_uncorrected", "0\n");
        _root.Write($"{device}/stats/hardware/mem_ecc_repairable_uncorrected", "0\n");
        for (var core = 0; core < 2; core++)
        {
            foreach (var category in (string[])["model_code", "tensors"])
            {
                _root.Write($"{device}/neuron_core{core}/stats/memory_usage/device_mem/{category}/present", $"{memoryPerCategory}\n");
                _root.Write($"{device}/neuron_core{core}/stats/memory_usage/device_mem/{category}/peak", "4096\n");
            }

            _root.Write($"{device}/neuron_core{core}/stats/other_info/inference_count", "7\n");
            _root.Write($"{device}/neuron_core{core}/stats/other_info/model_load_count", "1\n");
        }

        if (hasNode) _root.Write($"dev/neuron{number}", "");
        return this;
    }

    public void Write(string name, string text) => _root.Write(name, text);

    public void Dispose() => _root.Dispose();
}

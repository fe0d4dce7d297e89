using NeuronActors.Node.Doctor.Sysfs;

namespace NeuronActors.Node.Tests.Doctor;

public sealed class NeuronSysfsSpecs : IDisposable
{
    private readonly NeuronMachine _machine = new();

    [Fact]
    public void A_machine_without_anything_shows_nothing()
    {
        var sysfs = new NeuronSysfs(_machine.Root);

        Assert.Equal(new DriverFacts(false, null), sysfs.ReadDriver());
        Assert.Empty(sysfs.ReadDevices());
    }

    [Fact]
    public void A_module_is_also_found_in_the_list_of_modules()
    {
        _machine.Write("proc/modules", "loop 1 0 - Live 0x0\nneuron 512 3 - Live 0x0\n");

        Assert.Equal(new DriverFacts(true, null), new NeuronSysfs(_machine.Root).ReadDriver());
    }

    [Fact]
    public void Devices_come_in_the_order_of_their_numbers_with_all_that_is_shown()
    {
        foreach (var number in (int[])[10, 2, 0]) _machine.WithDevice(number, memoryPerCategory: 1024, uncorrected: number);

        var devices = new NeuronSysfs(_machine.WithDriver().Root).ReadDevices();

        Assert.Equal(["neuron0", "neuron2", "neuron10"], devices.Select(device => device.Name));
        Assert.Equal([0L, 2L, 10L], devices.Select(device => device.UncorrectedErrors ?? -1));
        Assert.Equal(("trn1.32xlarge", "NCv2", "1, 2", true), (devices[0].InstanceType, devices[0].Architecture, devices[0].Connected, devices[0].HasNode));
        Assert.Equal([new CoreFacts(0, 2048, 8192, 7, 1), new CoreFacts(1, 2048, 8192, 7, 1)], devices[0].Cores.ToArray());
    }

    [Fact]
    public void An_old_driver_that_shows_the_number_of_cores_only_is_understood()
    {
        _machine.Write("sys/devices/virtual/neuron_device/neuron0/core_count", "2");

        var device = Assert.Single(new NeuronSysfs(_machine.Root).ReadDevices());

        Assert.Equal(2, device.Cores.Length);
        Assert.Null(device.UncorrectedErrors);
        Assert.Null(device.Cores[0].MemoryInUse);
        Assert.False(device.HasNode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void A_number_that_is_none_is_as_if_it_were_not_shown(string text)
    {
        _machine.Write("sys/devices/virtual/neuron_device/neuron0/core_count", text);
        _machine.Write("sys/devices/virtual/neuron_device/neuronX/core_count", "2");

        Assert.Empty(Assert.Single(new NeuronSysfs(_machine.Root).ReadDevices()).Cores);
    }

    public void Dispose() => _machine.Dispose();
}

using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Tests.Cores;

public sealed class VisibleCoresSpecs
{
    [Theory]
    [InlineData("3", new[] { 3 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("3-3", new[] { 3 })]
    [InlineData("3,4,5", new[] { 3, 4, 5 })]
    [InlineData("3-5,6", new[] { 3, 4, 5, 6 })]
    [InlineData("3,4-5,6-6", new[] { 3, 4, 5, 6 })]
    [InlineData(" 3 , 4 ", new[] { 3, 4 })]
    [InlineData("003", new[] { 3 })]
    [InlineData("2147483647", new[] { int.MaxValue })]
    public void A_list_names_the_physical_cores(string value, int[] physicalIds)
    {
        Assert.Equal(physicalIds, PhysicalIds(visible: value));
    }

    [Fact]
    public void Visible_indexes_count_from_zero_whatever_the_physical_ids_are()
    {
        var cores = Resolve(visible: "3,4");

        Assert.Equal<NeuronCoreInfo>(
            [new(new VisibleCoreIndex(0), new PhysicalCoreId(3)), new(new VisibleCoreIndex(1), new PhysicalCoreId(4))],
            cores);
    }

    [Theory]
    [InlineData("0-3,5", "cores must be contiguous, and 4 is missing after 3")]
    [InlineData("3,5,6", "cores must be contiguous, and 4 is missing after 3")]
    [InlineData("5-3", "the range 5-3 runs backwards")]
    [InlineData("3,3", "cores must be increasing, and 3 comes after 3")]
    [InlineData("4,3", "cores must be increasing, and 3 comes after 4")]
    [InlineData("2147483647,2147483647", "cores must be increasing, and 2147483647 comes after 2147483647")]
    [InlineData("-1", "'-1' has a sign, and core numbers start at 0")]
    [InlineData("+1", "'+1' is not a number")]
    [InlineData("0--1", "'-1' is not a number")]
    [InlineData("0 - 3", "'0 ' is not a number")]
    [InlineData("0-", "'' is not a number")]
    [InlineData("0-1-2", "'1-2' is not a number")]
    [InlineData("0x1", "'0x1' is not a number")]
    [InlineData("٣", "'٣' is not a number")]
    [InlineData("all", "'all' is not a number")]
    [InlineData("0,", "an item of the list is empty")]
    [InlineData(",", "an item of the list is empty")]
    [InlineData("0,,1", "an item of the list is empty")]
    [InlineData("2147483648", "2147483648 is beyond every core number")]
    [InlineData("99999999999999999999", "99999999999999999999 is beyond every core number")]
    [InlineData("0-2147483647", "2147483648 cores are more than a process may have, which is 4096")]
    [InlineData("0-4095,4096", "4097 cores are more than a process may have, which is 4096")]
    public void A_malformed_list_is_refused_with_variable_value_and_reason(string value, string reason)
    {
        var refusal = Assert.Throws<VisibleCoresException>(() => Resolve(visible: value, number: "1", option: 1));

        Assert.Equal($"NEURON_RT_VISIBLE_CORES=\"{value}\": {reason}", refusal.Message);
        Assert.Equal((VisibleCores.VisibleCoresVariable, value, reason), (refusal.Setting, refusal.Value, refusal.Reason));
    }

    [Theory]
    [InlineData("-1", "'-1' is not a number")]
    [InlineData("1.5", "'1.5' is not a number")]
    [InlineData("0x2", "'0x2' is not a number")]
    [InlineData("2,3", "'2,3' is not a number")]
    [InlineData("4294967296", "4294967296 is beyond every core number")]
    [InlineData("4097", "4097 cores are more than a process may have, which is 4096")]
    public void A_malformed_number_of_cores_is_refused(string value, string reason)
    {
        var refusal = Assert.Throws<VisibleCoresException>(() => Resolve(number: value));

        Assert.Equal($"NEURON_RT_NUM_CORES=\"{value}\": {reason}", refusal.Message);
    }

    [Fact]
    public void The_list_wins_over_the_number_which_wins_over_the_option_which_wins_over_the_default()
    {
        Assert.Equal([6, 7], PhysicalIds(visible: "6-7", number: "3", option: 4, defaultCount: 5));
        Assert.Equal([0, 1, 2], PhysicalIds(number: "3", option: 4, defaultCount: 5));
        Assert.Equal([0, 1, 2, 3], PhysicalIds(option: 4, defaultCount: 5));
        Assert.Equal([0, 1, 2, 3, 4], PhysicalIds(defaultCount: 5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t")]
    public void Blank_variables_count_as_unset(string blank)
    {
        Assert.Equal([0, 1], PhysicalIds(visible: blank, number: blank, option: 2));
    }

    [Theory]
    [InlineData("0")]
    [InlineData(" 00 ")]
    public void A_number_of_zero_means_all_as_if_it_were_unset(string zero)
    {
        Assert.Equal([0, 1], PhysicalIds(number: zero, option: 2, defaultCount: 4));
        Assert.Equal([0, 1, 2, 3], PhysicalIds(number: zero, defaultCount: 4));
    }

    [Theory]
    [InlineData("1-2", null, null, "NEURON_RT_VISIBLE_CORES=\"1-2\": core 2 does not exist; the last of the 2 cores is 1")]
    [InlineData(null, "3", null, "NEURON_RT_NUM_CORES=\"3\": core 2 does not exist; the last of the 2 cores is 1")]
    [InlineData(null, null, 3, "number of cores=\"3\": core 2 does not exist; the last of the 2 cores is 1")]
    [InlineData(null, null, 0, "number of cores=\"0\": at least one core is needed")]
    [InlineData(null, null, 5000, "number of cores=\"5000\": 5000 cores are more than a process may have, which is 4096")]
    public void Cores_that_do_not_exist_are_refused(string? visible, string? number, int? option, string message)
    {
        var refusal = Assert.Throws<VisibleCoresException>(() => Resolve(visible, number, option, totalCores: 2));

        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void A_default_beyond_the_instance_means_all_of_it()
    {
        Assert.Equal([0, 1], PhysicalIds(defaultCount: 8, totalCores: 2));
    }

    private static int[] PhysicalIds(
        string? visible = null, string? number = null, int? option = null, int defaultCount = 1, int? totalCores = null) =>
        [.. Resolve(visible, number, option, defaultCount, totalCores).Select(core => core.PhysicalId.Value)];

    private static ImmutableArray<NeuronCoreInfo> Resolve(
        string? visible = null, string? number = null, int? option = null, int defaultCount = 1, int? totalCores = null) =>
        VisibleCores.Resolve(
            name => name switch
            {
                "NEURON_RT_VISIBLE_CORES" => visible,
                "NEURON_RT_NUM_CORES" => number,
                _ => throw new InvalidOperationException($"{name} is none of its business."),
            },
            option,
            defaultCount,
            totalCores);
}

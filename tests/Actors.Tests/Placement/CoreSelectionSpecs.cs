using CsCheck;
using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

public sealed class CoreSelectionSpecs
{
    /// <summary>Cores as they may be: how much each is used, and whether it is in service.</summary>
    private static readonly Gen<(int Use, bool InService)[]> Pools =
        Gen.Select(Gen.Int[0, 3], Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))).Array[1, 8];

    [Theory]
    [InlineData(0, 0, "ncCount", "nc_count is 0; it must be −1 (one core) or 1 to 4, the visible cores.")]
    [InlineData(0, -2, "ncCount", "nc_count is -2; it must be −1 (one core) or 1 to 4, the visible cores.")]
    [InlineData(0, int.MinValue, "ncCount", "nc_count is -2147483648; it must be −1 (one core) or 1 to 4, the visible cores.")]
    [InlineData(0, 5, "ncCount", "nc_count is 5, and only 4 NeuronCores are visible.")]
    [InlineData(-1, 5, "ncCount", "nc_count is 5, and only 4 NeuronCores are visible.")]
    [InlineData(-2, 1, "startNc", "start_nc is -2; it must be −1 (the least used) or 0 to 3, of 4 visible NeuronCores.")]
    [InlineData(4, 1, "startNc", "start_nc 4 and nc_count 1 pass the last of 4 visible NeuronCores.")]
    [InlineData(4, -1, "startNc", "start_nc 4 and nc_count 1 pass the last of 4 visible NeuronCores.")]
    [InlineData(2, 3, "startNc", "start_nc 2 and nc_count 3 pass the last of 4 visible NeuronCores.")]
    [InlineData(int.MaxValue, -1, "startNc", "start_nc 2147483647 and nc_count 1 pass the last of 4 visible NeuronCores.")]
    [InlineData(int.MaxValue, 4, "startNc", "start_nc 2147483647 and nc_count 4 pass the last of 4 visible NeuronCores.")]
    public void Numbers_that_mean_no_cores_are_refused_with_the_reason(int startNc, int ncCount, string parameter, string message)
    {
        var refusal = CoreSelection.Check(startNc, ncCount, visibleCount: 4);

        Assert.Equal(new PlacementRejected(PlacementRejection.InvalidArgument, message) { Parameter = parameter }, refusal);
    }

    [Theory]
    [InlineData(-2, 0)]
    [InlineData(9, 0)]
    [InlineData(-2, -5)]
    [InlineData(-2, 9)]
    [InlineData(9, 9)]
    public void The_count_is_looked_at_before_the_start(int startNc, int ncCount) =>
        Assert.Equal("ncCount", CoreSelection.Check(startNc, ncCount, visibleCount: 4)?.Parameter);

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-1, 1)]
    [InlineData(-1, 4)]
    [InlineData(0, -1)]
    [InlineData(0, 4)]
    [InlineData(3, -1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void Numbers_that_mean_cores_pass(int startNc, int ncCount) =>
        Assert.Null(CoreSelection.Check(startNc, ncCount, visibleCount: 4));

    [Fact]
    public void What_passes_is_exactly_what_lies_within_the_visible_cores() =>
        Gen.Select(Edges(), Edges(), Gen.Int[1, 8]).Sample((startNc, ncCount, visible) =>
        {
            var count = ncCount == -1 ? 1L : ncCount;
            var sound = count >= 1 && count <= visible && (startNc == -1 || (startNc >= 0 && startNc + count <= visible));

            Assert.Equal(sound, CoreSelection.Check(startNc, ncCount, visible) is null);
        });

    [Fact]
    public void The_documented_placement_of_three_models_on_two_cores_comes_out()
    {
        Span<int> use = [0, 0];
        bool[] inService = [true, true];

        Assert.Equal(new NcRange(0, 1), Place(-1, use, inService));
        Assert.Equal(new NcRange(0, 2), Place(2, use, inService));
        Assert.Equal(new NcRange(1, 1), Place(-1, use, inService));
    }

    [Fact]
    public void Models_on_as_many_cores_take_them_in_order_and_then_start_again()
    {
        Span<int> use = [0, 0, 0];
        bool[] inService = [true, true, true];

        for (var model = 0; model < 7; model++) Assert.Equal(new NcRange(model % 3, 1), Place(-1, use, inService));
    }

    [Fact]
    public void A_start_that_is_given_is_taken_as_it_is() =>
        Assert.Equal(new NcRange(1, 2), CoreSelection.Choose(1, 2, use: [0, 9, 9], inService: [true, false, true]));

    [Fact]
    public void There_is_no_run_over_cores_out_of_service() =>
        Assert.Null(CoreSelection.Choose(-1, 2, use: [0, 0, 0], inService: [true, false, true]));

    [Fact]
    public void The_chosen_run_is_the_one_that_trying_them_all_finds() =>
        Gen.Select(Pools, Gen.Int[1, 8]).Sample((pool, count) =>
        {
            var runs =
                from start in Enumerable.Range(0, Math.Max(0, pool.Length - count + 1))
                let run = pool[start..(start + count)]
                where run.All(core => core.InService)
                orderby run.Sum(core => core.Use), start
                select (NcRange?)new NcRange(start, count);

            Assert.Equal(runs.FirstOrDefault(), CoreSelection.Choose(-1, count, Use(pool), InService(pool)));
        });

    [Fact]
    public void A_core_out_of_service_is_stood_in_for_by_the_least_used_other_one() =>
        Assert.Equal(CoreList.Of(3, 1), CoreSelection.Substitute(new NcRange(0, 2), use: [0, 0, 2, 1], inService: [false, true, true, true]));

    [Fact]
    public void Substitutes_are_those_that_taking_one_after_the_other_finds() =>
        Gen.Select(Pools, Gen.Int[0, 7], Gen.Int[1, 8]).Where((pool, start, count) => start + count <= pool.Length).Sample((pool, start, count) =>
        {
            var range = new NcRange(start, count);
            var others = new Queue<VisibleCoreIndex>(
                from i in Enumerable.Range(0, pool.Length)
                where pool[i].InService && (i < start || i >= start + count)
                orderby pool[i].Use, i
                select new VisibleCoreIndex(i));
            var expected = new List<VisibleCoreIndex>();
            foreach (var core in range.Cores)
            {
                if (pool[core.Value].InService) expected.Add(core);
                else if (others.TryDequeue(out var other)) expected.Add(other);
            }

            Assert.Equal(expected, CoreSelection.Substitute(range, Use(pool), InService(pool)));
        });

    private static Gen<int> Edges() =>
        Gen.Frequency((6, Gen.Int[-3, 10]), (1, Gen.Int[int.MinValue, int.MinValue + 1]), (1, Gen.Int[int.MaxValue - 1, int.MaxValue]));

    private static NcRange Place(int ncCount, Span<int> use, bool[] inService)
    {
        var range = CoreSelection.Choose(-1, ncCount, use, inService)!.Value;
        foreach (var core in range.Cores) use[core.Value]++;
        return range;
    }

    private static int[] Use((int Use, bool InService)[] pool) => [.. pool.Select(core => core.Use)];

    private static bool[] InService((int Use, bool InService)[] pool) => [.. pool.Select(core => core.InService)];
}

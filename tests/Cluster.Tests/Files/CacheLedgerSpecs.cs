using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Tests.Files;

public sealed class CacheLedgerSpecs
{
    private readonly CacheLedger _ledger = new(maxBytes: 100);

    [Fact]
    public void The_least_recently_used_goes_first_and_no_more_than_has_to()
    {
        foreach (var id in (int[])[1, 2, 3]) Assert.Empty(Reserve(id, 30));
        Use(1);

        Assert.Equal([Id(2)], Reserve(4, 35));
        Assert.Equal(95, _ledger.Bytes);
        Assert.Equal([Id(3), Id(1), Id(4)], _ledger.Contents);
    }

    [Fact]
    public void What_is_in_use_stays()
    {
        Reserve(1, 50);
        Reserve(2, 50);
        _ledger.BeginUse(Id(1));

        Assert.Equal([Id(2)], Reserve(3, 50));
        _ledger.BeginUse(Id(3));
        Assert.False(_ledger.TryReserve(Id(4), 1, out _));
        Assert.Equal(100, _ledger.Bytes);

        Assert.Equal(0, _ledger.EndUse(Id(1)));
        Assert.Equal([Id(1)], Reserve(4, 1));
    }

    [Fact]
    public void Two_uses_have_to_end_twice()
    {
        _ledger.BeginUse(Id(1));
        _ledger.BeginUse(Id(1));

        Assert.Equal(1, _ledger.EndUse(Id(1)));
        Assert.True(_ledger.IsInUse(Id(1)));
        Assert.Equal(0, _ledger.EndUse(Id(1)));
        Assert.False(_ledger.IsInUse(Id(1)));
    }

    [Fact]
    public void What_is_larger_than_everything_evicts_nothing()
    {
        Reserve(1, 50);

        Assert.False(_ledger.TryReserve(Id(2), 101, out var evicted));
        Assert.Empty(evicted);
        Assert.True(_ledger.Has(Id(1)));
        Assert.False(_ledger.Has(Id(2)));
    }

    [Fact]
    public void An_entry_may_change_its_size()
    {
        _ledger.BeginUse(Id(1));
        Assert.Empty(Reserve(1, 80));
        Assert.Empty(Reserve(1, 100));
        Assert.Equal(100, _ledger.Bytes);
        _ledger.Remove(Id(1));
        Assert.Equal(0, _ledger.Bytes);
    }

    private static ContentHash Id(int number) => ContentHash.Of([(byte)number]);

    private ContentHash[] Reserve(int number, long bytes)
    {
        Assert.True(_ledger.TryReserve(Id(number), bytes, out var evicted));
        return [.. evicted];
    }

    private void Use(int number)
    {
        _ledger.BeginUse(Id(number));
        _ledger.EndUse(Id(number));
    }
}

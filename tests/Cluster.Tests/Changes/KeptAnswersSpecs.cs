using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster.Tests.Changes;

public sealed class KeptAnswersSpecs
{
    private readonly KeptAnswers<string> _kept = new();

    [Fact]
    public void What_was_answered_once_stays_answered_so()
    {
        _kept.Add("a", "first");
        _kept.Add("a", "second");

        Assert.True(_kept.TryFind("a", out var answer));
        Assert.Equal("first", answer);
        Assert.False(_kept.TryFind("b", out _));
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many()
    {
        for (var i = 0; i <= 256; i++) _kept.Add($"{i}", "answer");

        Assert.False(_kept.TryFind("0", out _));
        Assert.True(_kept.TryFind("1", out _));
        Assert.True(_kept.TryFind("256", out _));
        _kept.Clear();
        Assert.False(_kept.TryFind("256", out _));
    }
}

using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class ParkedAnswersSpecs
{
    private static readonly TensorFrame Answer = TensorFrame.Of(new InferFailed(RuntimeErrorKind.Unknown, "any"), load: null);

    [Fact]
    public void An_answer_is_taken_once()
    {
        var parked = new ParkedAnswers();
        var ticket = parked.Park(Answer, this, 1);

        Assert.Same(Answer, parked.Take(ticket));
        Assert.Null(parked.Take(ticket));
    }

    [Fact]
    public void Those_of_a_call_are_dropped_with_it_and_others_stay()
    {
        var parked = new ParkedAnswers();
        var others = parked.Park(Answer, new object(), 1);
        parked.Park(Answer, this, 1);
        parked.Park(Answer, this, 2);

        parked.ForgetOf(this);

        Assert.Equal(1, parked.Count);
        Assert.NotNull(parked.Take(others));
    }

    [Fact]
    public void One_that_was_taken_back_is_dropped_and_others_stay()
    {
        var parked = new ParkedAnswers();
        var others = parked.Park(Answer, new object(), 7);
        var same = parked.Park(Answer, this, 8);
        parked.Park(Answer, this, 7);

        parked.Forget(this, 7);
        parked.Forget(this, 7);

        Assert.Equal(2, parked.Count);
        Assert.NotNull(parked.Take(others));
        Assert.NotNull(parked.Take(same));
    }
}

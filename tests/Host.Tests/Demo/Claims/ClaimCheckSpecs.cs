using NeuronActors.Node.Demo;
using NeuronActors.Node.Demo.Claims;

namespace NeuronActors.Node.Tests.Demo.Claims;

public sealed class ClaimCheckSpecs
{
    private static readonly DemoResult Sound = DemoResults.Sound();

    [Fact]
    public void All_claims_hold_when_everything_is_as_claimed() => Assert.All(ClaimCheck.Of(Sound), claim => Assert.Null(claim.Flaw));

    [Fact]
    public void Where_nothing_is_computed_nothing_is_claimed_of_what_was_read()
    {
        var claims = ClaimCheck.Of(Sound with { Scene = Sound.Scene with { Computes = false }, Digits = Sound.Digits with { Right = 0 } });

        Assert.All(claims, claim => Assert.Null(claim.Flaw));
        Assert.DoesNotContain(claims, claim => claim.Text.Contains("right", StringComparison.Ordinal));
    }

    [Fact]
    public void A_digit_read_wrong_is_found() =>
        AssertOnly("All 4 digits were read right", "3 of 4 were", Sound with { Digits = Sound.Digits with { Right = 3 } });

    [Fact]
    public void An_answer_out_of_turn_is_found() =>
        AssertOnly("in turn", "digit 2 was answered by core 3", Sound with { Digits = Sound.Digits with { Cores = DemoResults.Cores(2, 3, 3, 2) } });

    [Fact]
    public void A_load_onto_other_cores_is_found() =>
        AssertFlaw("in turn", "the model was loaded on 0 and 1", Sound with { Scene = Sound.Scene with { Loaded = DemoResults.At(0, 2) } });

    [Fact]
    public void A_load_that_the_table_has_elsewhere_is_found() =>
        AssertFlaw("asked to", "the load left it as mnist (0, 2) on 0, 1", Sound with { Scene = Sound.Scene with { Loaded = DemoResults.At(0, 2) } });

    [Fact]
    public void A_core_that_the_move_brought_and_that_answers_nothing_is_found() =>
        AssertFlaw("All 4 cores answered", "core 1 answered nothing", WithPhase(2, 10_000, 0, 10_002, 10_003));

    [Fact]
    public void A_core_that_answers_without_having_the_model_is_found() =>
        AssertOnly("no others", "with the model on 2 and 3, core 0 gave 5 answers", WithPhase(0, 5, 0, 20_000, 20_000));

    [Fact]
    public void A_core_that_has_the_model_and_answers_nothing_is_found() =>
        AssertOnly("no others", "with the model on 0, core 0 gave 0 answers", WithPhase(4, 0, 0, 0, 0));

    [Fact]
    public void A_move_that_leads_elsewhere_is_found() =>
        AssertOnly(
            "asked to",
            "SetMulticore() left it as mnist (0, 3) on 0, 1, 2",
            Sound with { Moves = Sound.Moves.SetItem(0, Sound.Moves[0] with { Placement = DemoResults.At(0, 3) }) });

    [Fact]
    public void A_move_during_which_nothing_was_asked_is_found() =>
        AssertOnly("under way", "none was during SetNeuronCores(0, 1)", WithPhase(3, 0, 0, 0, 0));

    [Fact]
    public void A_failed_request_is_found_with_its_reason() =>
        AssertOnly(
            "requests failed",
            "2 failed, the first with QueueFull: full",
            Sound with { Load = Sound.Load with { Failed = 2, FirstFailure = "QueueFull: full" } });

    [Fact]
    public void A_request_without_an_answer_is_found() =>
        AssertOnly("exactly one answer", "1 of 91,077 got none", Sound with { Load = Sound.Load with { Answered = 91_076 } });

    [Fact]
    public void A_second_answer_is_found() =>
        AssertOnly("exactly one answer", "3 second answers came", Sound with { Load = Sound.Load with { Duplicated = 3 } });

    [Fact]
    public void A_wrong_answer_under_load_is_found() =>
        AssertOnly("under load was right", "1 were wrong", Sound with { Load = Sound.Load with { Wrong = 1 } });

    private static DemoResult WithPhase(int phase, params long[] perCore) =>
        Sound with { Load = Sound.Load with { Phases = Sound.Load.Phases.SetItem(phase, DemoResults.Phase(perCore)) } };

    private static void AssertOnly(string text, string flaw, DemoResult result)
    {
        AssertFlaw(text, flaw, result);
        Assert.Single(ClaimCheck.Of(result), claim => !claim.Holds);
    }

    private static void AssertFlaw(string text, string flaw, DemoResult result)
    {
        var claim = Assert.Single(ClaimCheck.Of(result), claim => claim.Text.Contains(text, StringComparison.Ordinal));
        Assert.Equal(flaw, claim.Flaw);
    }
}

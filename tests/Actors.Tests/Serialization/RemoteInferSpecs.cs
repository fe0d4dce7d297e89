using Akka.Actor;
using NeuronActors.Serialization;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Serialization;

/// <summary>Two systems over Akka.Remote: a node with one core that takes one execution at a time, and one that asks it.</summary>
public sealed class RemoteInferSpecs(ITestOutputHelper output)
    : NeuronSpec(output, cores: 1, hocon: $"{RemoteClient.Remoting}\nneuron.core.max-in-flight = 1")
{
    private const string Setting = "neuron.remote.max-message-bytes";

    private static readonly VisibleCoreIndex Core = new(0);

    [Fact]
    public async Task A_request_gets_its_result_from_another_process()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);

        var answer = await client.Neuron.InferAsync(Request(echo, 1, -2, long.MaxValue) with { RequestId = "mine" }, Patience);

        Assert.Equal([1, -2, long.MaxValue], Y(answer));
        Assert.Equal(OnCores(0), answer.Cores);
        Assert.Equal("mine", answer.RequestId);
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task The_router_of_a_model_answers_another_process_as_the_entry_actor_does()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        var path = $"{client.Entry.Path}/models/{echo.Name}";
        var router = await client.System.ActorSelection(path).ResolveOne(Patience);
        using var asker = Inbox.Create(client.System);

        router.Tell(Request(echo, 5) with { RequestId = "r" }, asker.Receiver);

        var answer = Assert.IsType<InferCompleted>(await asker.ReceiveAsync(Patience));
        Assert.Equal(("r", 5), (answer.RequestId, Y(answer).Single()));
        Assert.Equal(6, Y(await new NeuronClient(client.System, router).InferAsync(Request(echo, 6), Patience)).Single());
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task A_request_that_fits_no_frame_is_refused_where_it_is_sent()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        var request = Request(echo, new long[20_000]) with { RequestId = "big" };

        var refused = Assert.IsType<InferRejected>(await client.Neuron.TryInferAsync(request, Patience));

        Assert.Equal(RejectionReason.TooLargeForFrame, refused.Reason);
        Assert.Equal("big", refused.RequestId);
        Assert.Contains("120000", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Setting, refused.Message, StringComparison.Ordinal);
        Assert.Contains("takes 1600", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Executed());
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task A_request_of_exactly_the_largest_size_arrives()
    {
        // A short name, because a request tells it and an answer does not.
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("e"));
        await using var client = await RemoteClient.To(Sys, Patience);
        var spare = 120_000 - WireSize.Of(Request(echo) with { RequestId = "", Deadline = Deadline.After(Patience) });
        var largest = Request(echo, new long[spare / sizeof(long)]) with { RequestId = new string('r', (int)(spare % sizeof(long))) };

        // It arrives, but its result, which says a little more besides, does not fit.
        var answer = Assert.IsType<InferRejected>(await client.Neuron.TryInferAsync(largest, Patience));
        Assert.StartsWith("The request was executed", answer.Message, StringComparison.Ordinal);

        var larger = await client.Neuron.TryInferAsync(largest with { RequestId = $"{largest.RequestId}r" }, Patience);
        Assert.StartsWith("The request takes 120001 bytes", Assert.IsType<InferRejected>(larger).Message, StringComparison.Ordinal);
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task A_result_that_fits_no_frame_is_refused_with_its_size_and_the_setting()
    {
        var wide = await Cores.LoadAsync(Fixture("wide.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);

        var failure = await Assert.ThrowsAsync<InferException>(() => client.Neuron.InferAsync(Request(wide, 1), Patience));

        Assert.Equal(RejectionReason.TooLargeForFrame, failure.Reason);
        Assert.Contains("answer takes 1600", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Setting, failure.Message, StringComparison.Ordinal);
        Assert.Equal(160_000, (await wide.InferAsync(X(1)))["y"].Data.Length);
        await AssertServes(client, await Cores.LoadAsync(Fixture("echo.sim.json")));
    }

    [Fact]
    public async Task A_message_that_is_told_although_it_fits_no_frame_is_logged_where_it_is_sent()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        using var log = Inbox.Create(client.System);
        client.System.EventStream.Subscribe(log.Receiver, typeof(Akka.Event.Error));

        client.Entry.Tell(Request(echo, new long[20_000]), log.Receiver);

        var error = Assert.IsType<Akka.Event.Error>(await log.ReceiveAsync(Patience));
        var cause = Assert.IsType<MessageTooLargeException>(error.Cause);
        Assert.Equal(120_000, cause.Limit);
        Assert.InRange(cause.Size, 160_000, 161_000);
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task A_cancelled_token_answers_at_once_and_takes_the_request_out_of_the_nodes_queue()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        using var cancellation = new CancellationTokenSource();
        var hang = Simulator.Faults.HangExecutions(Core);
        var running = client.Neuron.InferAsync(Request(echo, 1), Patience);
        await hang.WhenHeld(1);
        var waiting = client.Neuron.TryInferAsync(Request(echo, 2), Patience, cancellation.Token);

        await cancellation.CancelAsync();

        Assert.Equal(RejectionReason.Cancelled, Assert.IsType<InferRejected>(await waiting).Reason);

        // Over the same connection after the cancellation: so that has arrived, too, before the core goes on.
        await client.Neuron.SendAsync(new GetPlacement(echo.Name), Patience);
        hang.Release();
        Assert.Equal(1, Y(await running).Single());
        await AssertServes(client, echo);
        Assert.Equal(2, await Executed());
    }

    [Fact]
    public async Task A_cancelled_token_makes_an_awaited_result_an_operation_that_was_cancelled()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => client.Neuron.InferAsync(Request(echo, 1), Patience, new CancellationToken(canceled: true)));

        Assert.Equal(0, await Executed());
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task An_actor_that_takes_its_request_back_is_answered_by_the_node()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        using var asker = Inbox.Create(client.System);
        using var hang = Simulator.Faults.HangExecutions(Core);
        client.Entry.Tell(Request(echo, 1) with { RequestId = "r" }, asker.Receiver);
        await hang.WhenHeld(1);

        client.Entry.Tell(new CancelInfer(echo.Name, "r"), asker.Receiver);

        var answer = Assert.IsType<InferRejected>(await asker.ReceiveAsync(Patience));
        Assert.Equal(RejectionReason.Cancelled, answer.Reason);
        Assert.Equal("r", answer.RequestId);
        hang.Release();
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task A_deadline_travels_and_what_has_passed_it_is_never_executed()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        var hang = Simulator.Faults.HangExecutions(Core);
        var running = client.Neuron.InferAsync(Request(echo, 1), Patience);
        await hang.WhenHeld(1);

        var urgent = Request(echo, 2) with { Deadline = Deadline.After(TimeSpan.FromMilliseconds(50)) };
        var late = Assert.IsType<InferRejected>(await client.Neuron.TryInferAsync(urgent, Patience));

        Assert.Equal(RejectionReason.DeadlineExceeded, late.Reason);
        hang.Release();
        Assert.Equal(1, Y(await running).Single());
        await AssertServes(client, echo);
        Assert.Equal(2, await Executed());
    }

    [Fact]
    public async Task A_request_that_nobody_answers_is_refused_when_its_time_is_out()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        var nobody = new NeuronClient(client.System, client.System.DeadLetters);

        var refused = Assert.IsType<InferRejected>(await nobody.TryInferAsync(Request(echo, 1), TimeSpan.FromMilliseconds(50)));

        Assert.Equal(RejectionReason.DeadlineExceeded, refused.Reason);
        Assert.Equal("No answer came within 50 ms.", refused.Message);
        await AssertServes(client, echo);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_logged_by_the_node_and_the_connection_stays()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await using var client = await RemoteClient.To(Sys, Patience);
        Garbage.Bind(client.System);
        using var log = Inbox.Create(Sys);
        Sys.EventStream.Subscribe(log.Receiver, typeof(Akka.Event.LogEvent));

        client.Entry.Tell(new Garbage(WireManifest.Infer), ActorRefs.NoSender);
        client.Entry.Tell(new Garbage("XX9"), ActorRefs.NoSender);

        await AssertServes(client, echo);
        await AssertLogged(log, "A malformed message 'IN1'");
        await AssertLogged(log, "'XX9'");
    }

    private static async Task AssertLogged(Inbox log, string text)
    {
        while (!(await log.ReceiveAsync(Patience)).ToString()!.Contains(text, StringComparison.Ordinal))
        {
        }
    }

    private static Infer Request(NeuronModel model, params long[] values) => new(model.Name, [X(values)]);

    private static async Task AssertServes(RemoteClient client, NeuronModel model) =>
        Assert.Equal(7, Y(await client.Neuron.InferAsync(Request(model, 7), Patience)).Single());

    private async Task<long> Executed() => (await Cores.GetCoresAsync()).Cores.Single().Executed;
}

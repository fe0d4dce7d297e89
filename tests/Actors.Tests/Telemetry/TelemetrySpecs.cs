using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NeuronActors.Telemetry;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Telemetry;

public sealed class TelemetrySpecs(ITestOutputHelper output) : NeuronSpec(output)
{
    [Fact]
    public async Task An_execution_is_a_child_of_the_trace_that_its_request_brought()
    {
        var executions = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == NeuronTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = executions.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var chain = await Cores.LoadAsync(Fixture("chain"));
        var trace = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        Cores.Entry.Tell(new Infer(chain.Name, [X(1)]) { TraceContext = trace }, TestActor);
        await ExpectMsgAsync<InferCompleted>(Patience);
        await AwaitAssertAsync(() => Assert.Equal(2, executions.Count(one => one.TraceId == trace.TraceId)), Patience);

        var mine = executions.Where(one => one.TraceId == trace.TraceId).ToArray();
        Assert.All(mine, execution => Assert.Equal(trace.SpanId, execution.ParentSpanId));
        Assert.Equal(["first", "second"], mine.Select(execution => execution.GetTagItem("neuron.subgraph")));
        Assert.Equal([0, 1], mine.Select(execution => execution.GetTagItem("neuron.core")));
    }

    [Fact]
    public async Task A_call_from_code_carries_the_current_activity()
    {
        var executions = new ConcurrentQueue<Activity>();
        using var caller = new ActivitySource("caller");
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = executions.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        using (var outer = caller.StartActivity("outer"))
        {
            await model.InferAsync(X(1));
            await AwaitAssertAsync(
                () => Assert.Contains(executions, one => one.OperationName == "neuron.execute" && one.ParentSpanId == outer!.SpanId), Patience);
        }
    }

    [Fact]
    public async Task Counters_add_up_to_what_was_asked_per_core_and_per_model()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(seen);
        NeuronModel model;
        using (new NeuronCoresContext(0, 2)) model = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("counted"));
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.BadInput, nth: 2);

        for (var i = 0; i < 5; i++) await model.TryInferAsync([X(i)]);
        await model.TryInferAsync([]);
        await Cores.SetNeuronCoresAsync(model.Name, 2);

        await AwaitAssertAsync(
            () =>
            {
                seen.Clear();
                listener.RecordObservableInstruments();
                Assert.Equal(4, seen["neuron.model.completed model=counted"]);
                Assert.Equal(1, seen["neuron.model.failed model=counted"]);
                Assert.Equal(1, seen["neuron.model.rejected model=counted reason=InvalidInput"]);
                Assert.Equal(0, seen["neuron.model.in_flight model=counted"]);
                Assert.Equal(0, seen["neuron.model.queue.depth model=counted"]);
                Assert.Equal(2, seen["neuron.core.executed core=0"]);
                Assert.Equal(1, seen["neuron.core.failed core=0"]);
                Assert.Equal(2, seen["neuron.core.executed core=1"]);
                Assert.Equal(1, seen["neuron.core.in_service core=3"]);
                Assert.Equal(1 << 20, seen["neuron.core.memory.used core=2"]);
            },
            Patience);
    }

    [Fact]
    public async Task What_waits_is_shown_with_its_age_until_it_is_answered()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(seen);
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));

        var answers = Enumerable.Range(0, 200).Select(i => model.TryInferAsync([X(i)]).AsTask()).ToArray();

        await AwaitAssertAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                Assert.Equal(200, seen["neuron.model.queue.depth model=echo"] + seen["neuron.model.in_flight model=echo"]);
                Assert.InRange(seen["neuron.model.queue.depth model=echo"], 1, 199);
                Assert.True(seen["neuron.model.queue.oldest_wait model=echo"] > 0);
            },
            Patience);
        hang.Release();
        Assert.All(await Task.WhenAll(answers), answer => Assert.IsType<InferCompleted>(answer));
        await AwaitAssertAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                Assert.Equal(200, seen["neuron.model.completed model=echo"]);
                Assert.Equal(0, seen["neuron.model.in_flight model=echo"]);
                Assert.Equal(0, seen["neuron.model.queue.oldest_wait model=echo"]);
            },
            Patience);
    }

    [Fact]
    public async Task A_core_that_fails_is_logged_by_its_number_and_the_second_try_is_counted()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(seen);
        NeuronModel model;
        using (new NeuronCoresContext(0, 2)) model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.CoreError);

        await EventFilter.Error(contains: "[1010] NeuronCore 0 is out of service").ExpectOneAsync(
            Patience, async () => Assert.Equal(OnCores(1), (await model.InferAsync(X(1))).Cores));

        await AwaitAssertAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                Assert.Equal(1, seen["neuron.model.retried model=echo"]);
                Assert.Equal(1, seen["neuron.model.completed model=echo"]);
                Assert.Equal(0, seen["neuron.model.failed model=echo"]);
                Assert.Equal(1, seen["neuron.core.failed core=0"]);
                Assert.Equal(1, seen["neuron.core.in_service core=0"]);
            },
            Patience);
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task Changes_and_their_steps_are_measured()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(seen);

        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await Cores.SetNeuronCoresAsync(model.Name, 2);

        Assert.Contains("neuron.placement.change.duration kind=Load outcome=done model=echo", seen.Keys);
        Assert.Contains("neuron.placement.change.duration kind=Move outcome=done model=echo", seen.Keys);
        Assert.All(["Drain", "Unload", "Load"], step => Assert.Contains($"neuron.placement.step.duration step={step} model=echo", seen.Keys));
    }

    private MeterListener Listen(ConcurrentDictionary<string, double> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (Cores.Owns(instrument)) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();
        return listener;

        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = instrument.Name;
            foreach (var tag in tags) key += $" {tag.Key}={tag.Value}";
            seen[key] = value;
        }
    }
}

using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Nrt.Interop;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>
/// The rules that the stand-in for libnrt keeps, by its raw calls: without them the other specs would show nothing. Some of these break a
/// rule on purpose, so each ends by making the stand-in new.
/// </summary>
[Collection(NrtCollection.Name)]
public sealed unsafe class NrtStandInSpecs : IDisposable
{
    private readonly NrtApi _api = NrtLibrary.Find(FakeLibrary.Path).Calls!.Api;

    public NrtStandInSpecs() => FakeLibrary.Reset();

    [StandInFact]
    public void Calls_before_the_start_and_after_the_end_are_refused_and_there_is_no_second_start()
    {
        nint set = 0;
        Assert.Equal(NeuronStatus.Uninitialized, _api.AllocateSet(&set));

        Open();
        _api.Close();

        Assert.Equal(NeuronStatus.Closed, _api.AllocateSet(&set));
        Assert.Equal(NeuronStatus.Closed, Init());
    }

    [StandInFact]
    public void A_count_of_cores_other_than_minus_one_is_refused()
    {
        Open();
        nint model = 0;
        fixed (byte* bytes = Neff())
        {
            Assert.Equal(NeuronStatus.Invalid, _api.Load(bytes, (nuint)Neff().Length, 0, 1, &model));
            Assert.Equal(NeuronStatus.Invalid, _api.Load(bytes, (nuint)Neff().Length, 99, -1, &model));
        }
    }

    [StandInFact]
    public void A_tensor_on_another_core_fails_at_the_execution_with_a_message()
    {
        Open();
        var model = Load(core: 1);
        var (input, output) = (Tensor(core: 0), Tensor(core: 1));

        var status = _api.Execute(model, Set("x", input), Set("y", output));

        Assert.Equal(NeuronStatus.Invalid, status);
        Assert.Equal("Tensor x allocated on vnc 0 must be allocated on same vnc as model (1)", FakeLibrary.Message);
    }

    [StandInFact]
    public void A_set_must_have_every_tensor_and_in_its_size()
    {
        Open();
        var model = Load(core: 0);

        Assert.Equal(NeuronStatus.BadInput, _api.Execute(model, Set("other", Tensor(0)), Set("y", Tensor(0))));
        Assert.Equal(NeuronStatus.BadInput, _api.Execute(model, Set("x", Tensor(0, bytes: 15)), Set("y", Tensor(0))));
        Assert.Equal(NeuronStatus.Success, _api.Execute(model, Set("x", Tensor(0)), Set("y", Tensor(0))));
    }

    [StandInFact]
    public void A_set_does_not_own_its_tensors()
    {
        Open();
        var set = Set("x", Tensor(0));

        _api.DestroySet(&set);

        Assert.Equal((1, 0, 0), (FakeLibrary.Counts.Tensors, FakeLibrary.Counts.Sets, FakeLibrary.Counts.Violations));
        Assert.Equal(0, set);
    }

    [StandInFact]
    public void A_tensor_that_is_freed_in_a_set_or_twice_is_a_breach()
    {
        Open();
        var tensor = Tensor(0);
        Set("x", tensor);
        var again = tensor;

        _api.FreeTensor(&tensor);
        Assert.Equal("nrt_tensor_free of t, which is in a set", FakeLibrary.Violation);
        _api.FreeTensor(&again);

        Assert.Equal(2, FakeLibrary.Counts.Violations);
        Assert.Equal(0, FakeLibrary.Counts.Tensors);
    }

    [StandInFact]
    public void An_end_with_things_alive_is_a_breach()
    {
        Open();
        Load(core: 0);

        _api.Close();

        Assert.Contains("nrt_close with 1 models", FakeLibrary.Violation, StringComparison.Ordinal);
    }

    [StandInTheory]
    [InlineData("NEURON_RT_VISIBLE_CORES", "3-5,6", 4)]
    [InlineData("NEURON_RT_NUM_CORES", "3", 3)]
    [InlineData("NEURON_RT_NUM_CORES", "0", 29)]
    public void Cores_are_claimed_by_the_variables_and_a_count_takes_the_first_that_fit(string variable, string value, uint count)
    {
        if (value != "0") FakeLibrary.SetTaken(1, taken: true);
        else FakeLibrary.SetCores(29);
        CEnvironment.Set(variable, value);
        uint visible;

        Open();

        Assert.Equal(NeuronStatus.Success, _api.VisibleCores(&visible));
        Assert.Equal(count, visible);
    }

    [StandInFact]
    public void Cores_that_another_process_holds_cannot_be_claimed()
    {
        FakeLibrary.SetTaken(1, taken: true);
        CEnvironment.Set("NEURON_RT_VISIBLE_CORES", "0-1");

        Assert.Equal(NeuronStatus.Failure, Init());

        Assert.Equal("NeuronCore(s) not available - Requested:nc0-nc1 Available:0", FakeLibrary.Message);
        FakeLibrary.SetTaken(1, taken: false);
        Open();
    }

    public void Dispose()
    {
        CEnvironment.Set("NEURON_RT_VISIBLE_CORES", null);
        CEnvironment.Set("NEURON_RT_NUM_CORES", null);
        FakeLibrary.Reset();
    }

    private static byte[] Neff() => ToyNeff.Identity(ElementType.Float32, 4).ToBytes();

    private NeuronStatus Init()
    {
        fixed (byte* nothing = "\0"u8) return _api.Init(NrtApi.NoFramework, nothing, nothing);
    }

    private void Open() => Assert.Equal(NeuronStatus.Success, Init());

    private nint Load(int core)
    {
        nint model = 0;
        var neff = Neff();
        fixed (byte* bytes = neff) Assert.Equal(NeuronStatus.Success, _api.Load(bytes, (nuint)neff.Length, core, NrtApi.OneCore, &model));
        return model;
    }

    private nint Tensor(int core, int bytes = 16)
    {
        nint tensor = 0;
        fixed (byte* name = "t\0"u8) Assert.Equal(NeuronStatus.Success, _api.AllocateTensor(NrtApi.PlacedOnDevice, core, (nuint)bytes, name, &tensor));
        return tensor;
    }

    private nint Set(string name, nint tensor)
    {
        nint set = 0;
        Assert.Equal(NeuronStatus.Success, _api.AllocateSet(&set));
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0')) Assert.Equal(NeuronStatus.Success, _api.AddToSet(set, text, tensor));
        return set;
    }
}

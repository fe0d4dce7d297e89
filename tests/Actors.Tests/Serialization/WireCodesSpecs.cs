using System.Runtime.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

/// <summary>The codes as nodes out there know them. A line may grow at its end; nothing else may change.</summary>
public sealed class WireCodesSpecs
{
    [Fact]
    public void Element_types_keep_their_codes() => AssertCodes(
        WireCodes.Elements, "Bool UInt8 UInt16 UInt32 UInt64 Int8 Int16 Int32 Int64 Float16 BFloat16 Float32 Float64 Bytes");

    [Fact]
    public void Reasons_of_refused_inferences_keep_their_codes() => AssertCodes(
        WireCodes.Rejection, "QueueFull DeadlineExceeded ModelNotFound ModelUnavailable InvalidInput Draining Cancelled TooLargeForFrame RunsInParts");

    [Fact]
    public void Input_problems_keep_their_codes() => AssertCodes(
        WireCodes.Problem, "Missing Unknown Duplicate WrongElementType WrongShape DimensionConflict");

    [Fact]
    public void Kinds_of_errors_keep_their_codes() => AssertCodes(
        WireCodes.ErrorKind, "Unknown BadRequest UnsupportedModel OutOfResources Busy TimedOut Numerical DeviceFault LifeCycle");

    [Fact]
    public void Reasons_of_refused_placements_keep_their_codes() => AssertCodes(
        WireCodes.Refusal, "InvalidArgument ModelNotFound NameTaken BadModelFile CoreUnavailable Draining");

    [Fact]
    public void Steps_keep_their_codes() => AssertCodes(WireCodes.Step, "Hold Drain Unload Load Release");

    [Fact]
    public void Move_policies_keep_their_codes() => AssertCodes(WireCodes.Policy, "UnloadThenLoad LoadThenUnload");

    [Fact]
    public void Runtimes_keep_their_codes() => AssertCodes(WireCodes.Runtime, "Cpu Simulated Nrt");

    [Fact]
    public void States_of_cores_keep_their_codes() => AssertCodes(WireCodes.Core, "Ready Quarantined Hung");

    [Fact]
    public void States_of_replicas_keep_their_codes() => AssertCodes(WireCodes.Replica, "Loading Ready Draining Unloading");

    [Fact]
    public void A_value_of_no_name_has_no_code()
    {
        Assert.Throws<SerializationException>(() => WireCodes.Rejection.Of((RejectionReason)77));
    }

    private static void AssertCodes<T>(WireCode<T> codes, string inOrder)
        where T : struct, Enum
    {
        var names = inOrder.Split(' ');

        Assert.Equal(names.Order(), Enum.GetNames<T>().Order());
        for (var i = 0; i < names.Length; i++)
        {
            var value = Enum.Parse<T>(names[i]);
            Assert.Equal(i + 1, codes.Of(value));
            Assert.True(codes.TryFind((byte)(i + 1), out var back));
            Assert.Equal(value, back);
        }
    }
}

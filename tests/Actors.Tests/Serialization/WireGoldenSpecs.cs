using System.Diagnostics;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

/// <summary>
/// One message of each kind in the bytes that nodes out there write, field by field. When one of these fails the layout has changed, and
/// with it what older nodes understand: that takes a new version or a new manifest, and a new line here, beside the old one.
/// </summary>
public sealed class WireGoldenSpecs
{
    private static readonly ModelName M = new("m");

    private static readonly ModelPlacement Placement =
        new(M, new Epoch(4), [new SubgraphPlacement("s", new NcRange(2, 1), [new VisibleCoreIndex(2)])]);

    private static readonly Dictionary<string, (INeuronWireMessage Message, string Bytes)> Golden = new()
    {
        [WireManifest.Infer] = (
            new Infer(M, [new("x", Tensor.From([1, 2]))])
            {
                RequestId = "r",
                Deadline = Deadline.After(TimeSpan.FromSeconds(5), WireMessages.Clock),
                TraceContext = new ActivityContext(
                    ActivityTraceId.CreateFromString("0102030405060708090a0b0c0d0e0f10"),
                    ActivitySpanId.CreateFromString("1112131415161718"),
                    ActivityTraceFlags.Recorded,
                    "k=v",
                    isRemote: true),
                Priority = new InferPriority(2),
            },
            """
            02 | 01000000 6D | 01000000 72 | FFFFFFFF | 01 | 01 80F0FA0200000000
            | 01 0102030405060708090A0B0C0D0E0F10 1112131415161718 01 03000000 6B3D76
            | 01000000 01000000 78 08 01000000 0200000000000000 08000000 01000000 02000000 | 02
            """),
        [WireManifest.CancelInfer] = (new CancelInfer(M, "r"), "02 | 01000000 6D | 01000000 72"),
        [WireManifest.InferCompleted] = (
            new InferCompleted([new("y", Tensor.From((ReadOnlyMemory<bool>)new[] { true }))], [new VisibleCoreIndex(2)])
            {
                Queued = new TimeSpan(3),
                Executed = new TimeSpan(4),
                Node = "n1",
            },
            """
            02 | FFFFFFFF | 0300000000000000 | 0400000000000000 | 01000000 02000000
            | 01000000 01000000 79 01 00000000 01000000 01 | 02000000 6E31
            """),
        [WireManifest.InferRejected] = (
            new InferRejected(RejectionReason.InvalidInput, "no")
            {
                RetryAfter = new TimeSpan(10),
                Mismatch = new InputMismatch(InputProblem.DimensionConflict, "x", ElementType.Float32, new TensorShape(-1), null, null)
                {
                    KnownInputs = ["x"],
                    Conflict = new DimensionConflict("b", "a", 1, 2),
                },
            },
            """
            02 | FFFFFFFF | 05 | 02000000 6E6F | 01 0A00000000000000
            | 01 06 01000000 78 0C 01 01000000 FFFFFFFFFFFFFFFF 00 00 01000000 01000000 78
            | 01 01000000 62 01000000 61 0100000000000000 0200000000000000
            """),
        [WireManifest.InferFailed] = (
            new InferFailed(RuntimeErrorKind.DeviceFault, "no") { RequestId = "r", Core = new VisibleCoreIndex(3), Status = NeuronStatus.CoreError },
            "02 | 01000000 72 | 08 | 02000000 6E6F | 01 03000000 | 01 B2040000"),
        [WireManifest.LoadModel] = (
            new LoadModel("/m") { StartNc = 2, NcCount = 3 }, "02 | 02000000 2F6D | FFFFFFFF | 02000000 | 03000000 | 00"),
        [WireManifest.UnloadModel] = (new UnloadModel(M), "02 | 01000000 6D"),
        [WireManifest.SetNeuronCores] = (
            new SetNeuronCores(M, -1, 2) { Subgraph = "s", Policy = MovePolicy.LoadThenUnload },
            "02 | 01000000 6D | FFFFFFFF | 02000000 | 01000000 73 | 02"),
        [WireManifest.SetMulticore] = (new SetMulticore(M), "02 | 01000000 6D | FFFFFFFF | 00"),
        [WireManifest.GetPlacement] = (new GetPlacement(M), "02 | 01000000 6D"),
        [WireManifest.GetPlacementTable] = (new GetPlacementTable(), "02"),
        [WireManifest.GetCores] = (new GetCores(), "02"),
        [WireManifest.PlacementChanged] = (
            new PlacementChanged(Placement) { Duration = new TimeSpan(5) },
            """
            02 | 01000000 6D 0400000000000000 01000000 01000000 73 02000000 01000000 01000000 02000000
            | 0500000000000000
            """),
        [WireManifest.ModelUnloaded] = (new ModelUnloaded(M, new Epoch(4)), "02 | 01000000 6D | 0400000000000000"),
        [WireManifest.PlacementRejected] = (
            new PlacementRejected(PlacementRejection.InvalidArgument, "no") { Parameter = "ncCount" },
            "02 | 01 | 02000000 6E6F | 07000000 6E63436F756E74"),
        [WireManifest.PlacementFailed] = (
            new PlacementFailed(PlacementStep.Load, RuntimeErrorKind.OutOfResources, "no") { Restored = true, Core = new VisibleCoreIndex(1) },
            "02 | 04 | 04 | 02000000 6E6F | 01 | 00 | 01 01000000 | 00"),
        [WireManifest.ModelPlacement] = (
            Placement, "02 | 01000000 6D | 0400000000000000 | 01000000 01000000 73 02000000 01000000 01000000 02000000"),
        [WireManifest.PlacementTable] = (
            new PlacementTable([new ModelPlacement(M, new Epoch(4), [])]), "02 | 01000000 01000000 6D 0400000000000000 00000000"),
        [WireManifest.CoreTable] = (
            new CoreTable(
                RuntimeKind.Simulated,
                [
                    new CoreStatus(
                        new NeuronCoreInfo(new VisibleCoreIndex(0), new PhysicalCoreId(2)),
                        CoreState.Quarantined,
                        [new ReplicaStatus(M, "s", ReplicaState.Ready) { MemoryBytes = 6 }])
                    {
                        Reason = "no",
                        InFlight = 1,
                        Executed = 2,
                        Failed = 3,
                        Memory = new CoreMemory(4, 5),
                    },
                ]),
            """
            02 | 02 | 01000000 00000000 02000000 02 01000000 01000000 6D 01000000 73 02 02000000 6E6F
            01000000 0200000000000000 0300000000000000 0400000000000000 01 0500000000000000 | 0600000000000000
            """),
    };

    // What nodes of version 1 write. A message that is the same as in version 2 but for that byte is not listed.
    private static readonly (INeuronWireMessage Message, string Bytes) InferOfVersion1 = (
        new Infer(M, [new("x", Tensor.From([1, 2]))]),
        """
        01 | 01000000 6D | FFFFFFFF | FFFFFFFF | 01 | 00 | 00
        | 01000000 01000000 78 08 01000000 0200000000000000 08000000 01000000 02000000
        """);

    private static readonly (INeuronWireMessage Message, string Bytes) CoreTableOfVersion1 = (
        new CoreTable(
            RuntimeKind.Simulated,
            [
                new CoreStatus(
                    new NeuronCoreInfo(new VisibleCoreIndex(0), new PhysicalCoreId(2)), CoreState.Ready, [new ReplicaStatus(M, "s", ReplicaState.Ready)]),
            ]),
        """
        01 | 02 | 01000000 00000000 02000000 01 01000000 01000000 6D 01000000 73 02 FFFFFFFF
        00000000 0000000000000000 0000000000000000 0000000000000000 00
        """);

    private static readonly (INeuronWireMessage Message, string Bytes) InferCompletedOfVersion1 = (
        new InferCompleted([new("y", Tensor.From((ReadOnlyMemory<bool>)new[] { true }))], [new VisibleCoreIndex(2)]),
        """
        01 | FFFFFFFF | 0000000000000000 | 0000000000000000 | 01000000 02000000
        | 01000000 01000000 79 01 00000000 01000000 01
        """);

    public static TheoryData<string> Manifests => WireMessages.Manifests;

    [Theory]
    [MemberData(nameof(Manifests))]
    public void The_bytes_of_a_message_stay_what_they_are(string manifest)
    {
        var (message, fields) = Golden[manifest];
        var bytes = BytesOf(fields);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(WireMessages.Bytes(message)));
        Assert.Equal(Portrait.Of(message), Portrait.Of(WireMessages.Read(bytes, manifest)));
    }

    [Fact]
    public void What_version_2_added_has_its_default_in_a_message_of_version_1()
    {
        foreach (var (message, fields) in new[] { InferOfVersion1, InferCompletedOfVersion1, CoreTableOfVersion1 })
        {
            Assert.Equal(Portrait.Of(message), Portrait.Of(WireMessages.Read(BytesOf(fields), NeuronWire.ManifestOf(message))));
        }
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void All_others_are_in_version_2_what_they_were_in_version_1(string manifest)
    {
        if (manifest is WireManifest.Infer or WireManifest.InferCompleted or WireManifest.CoreTable) return;

        var (message, fields) = Golden[manifest];
        var bytes = BytesOf(fields);
        bytes[0] = 1;

        Assert.Equal(Portrait.Of(message), Portrait.Of(WireMessages.Read(bytes, manifest)));
    }

    private static byte[] BytesOf(string fields) => Convert.FromHexString(string.Concat(fields.Where(char.IsAsciiHexDigit)));
}

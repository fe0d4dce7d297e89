using System.Diagnostics;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Serialization;

/// <summary>Any message of each kind, and bytes of them on a clock that stands still, so that deadlines come back as they went.</summary>
internal static class WireMessages
{
    public static readonly TimeProvider Clock = new FakeTimeProvider();

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char["azAZ09 ._-/'äß漢\0\n"].Array[0, 12].Select(letters => new string(letters)),
        Gen.OneOf("🧠", "input 'x' takes FP32 [?, 4]"));

    private static readonly Gen<ModelName> Names = Gen.OneOf(
        Gen.Char["azAZ09"].Array[1, 8].Select(letters => new ModelName(new string(letters))),
        Gen.OneOf(default(ModelName), new ModelName(new string('m', ModelName.MaxLength))));

    private static readonly Gen<TimeSpan> Times = Gen.OneOf(
        Gen.Long.Select(ticks => new TimeSpan(ticks)), Gen.OneOf(TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue));

    private static readonly Gen<VisibleCoreIndex> CoreIndices = Gen.Int[0, 127].Select(index => new VisibleCoreIndex(index));

    private static readonly Gen<NeuronStatus?> Statuses = Gen.Int.Select(number => (NeuronStatus)number).OrNull();

    private static readonly Gen<TensorShape> Shapes = Gen.Long[-1, 1 << 40].Array[0, 4].Select(dimensions => new TensorShape(dimensions));

    private static readonly Gen<Deadline> Deadlines = Gen.OneOf(
        Gen.Const(default(Deadline)),
        Gen.Long[0, long.MaxValue].Select(left => Deadline.After(new TimeSpan(left), Clock)));

    private static readonly Gen<ActivityContext> Traces = Gen.OneOf(
        Gen.Const(default(ActivityContext)),
        from trace in Gen.Byte.Array[16]
        from span in Gen.Byte.Array[8]
        from flags in Gen.Byte
        from state in Texts.OrNone()
        select new ActivityContext(
            ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span), (ActivityTraceFlags)flags, state, isRemote: true));

    private static readonly Gen<NamedTensor> Tensors =
        from name in Texts
        from type in Gen.Enum<ElementType>()
        from dimensions in Gen.Long[0, 3].Array[0, 3]
        let shape = new TensorShape(dimensions)
        from data in DataOf(type, (int)shape.ElementCount)
        select new NamedTensor(name, new Tensor(type, shape, data));

    private static readonly Gen<DimensionConflict> Conflicts = Gen.Select(
        Texts, Texts, Gen.Long, Gen.Long, (dimension, first, firstSize, size) => new DimensionConflict(dimension, first, firstSize, size));

    private static readonly Gen<InputMismatch> Mismatches =
        from problem in Gen.Enum<InputProblem>()
        from input in Texts
        from expectedType in Gen.Enum<ElementType>().OrNull()
        from expected in Shapes.OrNull()
        from givenType in Gen.Enum<ElementType>().OrNull()
        from given in Shapes.OrNull()
        from known in Texts.Items()
        from conflict in Conflicts.OrNone()
        select new InputMismatch(problem, input, expectedType, expected, givenType, given) { KnownInputs = known, Conflict = conflict };

    private static readonly Gen<SubgraphPlacement> Subgraphs =
        from name in Texts
        from start in Gen.Int
        from count in Gen.Int
        from cores in CoreIndices.Items()
        select new SubgraphPlacement(name, new NcRange(start, count), cores);

    private static readonly Gen<ModelPlacement> Placements = Gen.Select(
        Names, Gen.Long, Subgraphs.Items(), (model, epoch, subgraphs) => new ModelPlacement(model, new Epoch(epoch), subgraphs));

    private static readonly Gen<CoreStatus> Cores =
        from index in CoreIndices
        from physical in Gen.Int[0, 127]
        from state in Gen.Enum<CoreState>()
        from replicas in Gen.Select(
            Names, Texts, Gen.Enum<ReplicaState>(), Gen.Long, (model, subgraph, state, bytes) => new ReplicaStatus(model, subgraph, state) { MemoryBytes = bytes }).Items()
        from reason in Texts.OrNone()
        from inFlight in Gen.Int
        from executed in Gen.Long
        from failed in Gen.Long
        from memory in Gen.Select(Gen.Long, Gen.Long.OrNull(), (used, limit) => new CoreMemory(used, limit))
        select new CoreStatus(new NeuronCoreInfo(index, new PhysicalCoreId(physical)), state, replicas)
        {
            Reason = reason,
            InFlight = inFlight,
            Executed = executed,
            Failed = failed,
            Memory = memory,
        };

    /// <summary>A generator for each manifest.</summary>
    public static readonly IReadOnlyDictionary<string, Gen<INeuronWireMessage>> All = new Dictionary<string, Gen<INeuronWireMessage>>
    {
        [WireManifest.Infer] =
            from model in Names
            from inputs in Tensors.Items()
            from subgraph in Texts.OrNone()
            from id in Texts.OrNone()
            from deadline in Deadlines
            from retry in Gen.Bool
            from trace in Traces
            from priority in Gen.Int[0, InferPriority.LowestLevel]
            select (INeuronWireMessage)new Infer(model, inputs)
            {
                Subgraph = subgraph,
                RequestId = id,
                Deadline = deadline,
                RetryOnFault = retry,
                TraceContext = trace,
                Priority = new InferPriority(priority),
            },
        [WireManifest.CancelInfer] = Gen.Select(Names, Texts, (model, id) => (INeuronWireMessage)new CancelInfer(model, id)),
        [WireManifest.InferCompleted] =
            from outputs in Tensors.Items()
            from cores in CoreIndices.Items()
            from id in Texts.OrNone()
            from queued in Times
            from executed in Times
            from node in Texts.OrNone()
            select (INeuronWireMessage)new InferCompleted(outputs, cores) { RequestId = id, Queued = queued, Executed = executed, Node = node },
        [WireManifest.InferRejected] =
            from reason in Gen.Enum<RejectionReason>()
            from message in Texts
            from id in Texts.OrNone()
            from retryAfter in Times.OrNull()
            from mismatch in Mismatches.OrNone()
            select (INeuronWireMessage)new InferRejected(reason, message) { RequestId = id, RetryAfter = retryAfter, Mismatch = mismatch },
        [WireManifest.InferFailed] =
            from kind in Gen.Enum<RuntimeErrorKind>()
            from message in Texts
            from id in Texts.OrNone()
            from core in CoreIndices.OrNull()
            from status in Statuses
            select (INeuronWireMessage)new InferFailed(kind, message) { RequestId = id, Core = core, Status = status },
        [WireManifest.LoadModel] =
            from path in Texts
            from name in Names.OrNull()
            from start in Gen.Int
            from count in Gen.Int
            from multicore in Gen.Bool
            select (INeuronWireMessage)new LoadModel(path) { Name = name, StartNc = start, NcCount = count, Multicore = multicore },
        [WireManifest.UnloadModel] = Names.Select(model => (INeuronWireMessage)new UnloadModel(model)),
        [WireManifest.SetNeuronCores] =
            from model in Names
            from start in Gen.Int
            from count in Gen.Int
            from subgraph in Texts.OrNone()
            from policy in Gen.Enum<MovePolicy>().OrNull()
            select (INeuronWireMessage)new SetNeuronCores(model, start, count) { Subgraph = subgraph, Policy = policy },
        [WireManifest.SetMulticore] =
            from model in Names
            from subgraph in Texts.OrNone()
            from policy in Gen.Enum<MovePolicy>().OrNull()
            select (INeuronWireMessage)new SetMulticore(model) { Subgraph = subgraph, Policy = policy },
        [WireManifest.GetPlacement] = Names.Select(model => (INeuronWireMessage)new GetPlacement(model)),
        [WireManifest.GetPlacementTable] = Gen.Const<INeuronWireMessage>(new GetPlacementTable()),
        [WireManifest.GetCores] = Gen.Const<INeuronWireMessage>(new GetCores()),
        [WireManifest.PlacementChanged] = Gen.Select(
            Placements, Times, (placement, duration) => (INeuronWireMessage)new PlacementChanged(placement) { Duration = duration }),
        [WireManifest.ModelUnloaded] = Gen.Select(
            Names, Gen.Long, (model, epoch) => (INeuronWireMessage)new ModelUnloaded(model, new Epoch(epoch))),
        [WireManifest.PlacementRejected] = Gen.Select(
            Gen.Enum<PlacementRejection>(),
            Texts,
            Texts.OrNone(),
            (reason, message, parameter) => (INeuronWireMessage)new PlacementRejected(reason, message) { Parameter = parameter }),
        [WireManifest.PlacementFailed] =
            from step in Gen.Enum<PlacementStep>()
            from kind in Gen.Enum<RuntimeErrorKind>()
            from message in Texts
            from restored in Gen.Bool
            from placement in Placements.OrNone()
            from core in CoreIndices.OrNull()
            from status in Statuses
            select (INeuronWireMessage)new PlacementFailed(step, kind, message)
            {
                Restored = restored,
                Placement = placement,
                Core = core,
                Status = status,
            },
        [WireManifest.ModelPlacement] = Placements.Select(placement => (INeuronWireMessage)placement),
        [WireManifest.PlacementTable] = Placements.Items().Select(models => (INeuronWireMessage)new PlacementTable(models)),
        [WireManifest.CoreTable] = Gen.Select(
            Gen.Enum<RuntimeKind>(), Cores.Items(), (runtime, cores) => (INeuronWireMessage)new CoreTable(runtime, cores)),
    };

    public static TheoryData<string> Manifests => [.. All.Keys];

    public static byte[] Bytes(INeuronWireMessage message)
    {
        var bytes = new byte[WireSize.Of(message)];
        var writer = new WireWriter(bytes, Clock);
        NeuronWire.Write(ref writer, message);
        Assert.Equal(bytes.Length, writer.Length);
        return bytes;
    }

    public static INeuronWireMessage Read(byte[] bytes, string manifest) => NeuronWire.Read(bytes, manifest, Clock);

    private static Gen<ReadOnlyMemory<byte>> DataOf(ElementType type, int count) =>
        type == ElementType.Bytes
            ? Gen.Byte.Array[0, 5].Select(bytes => (ReadOnlyMemory<byte>)bytes).Array[count]
                .Select(elements => (ReadOnlyMemory<byte>)BytesElements.Pack(elements))
            : Gen.Byte.Array[count * type.Size()].Select(bytes => (ReadOnlyMemory<byte>)bytes);

    private static Gen<T?> OrNull<T>(this Gen<T> values)
        where T : struct => Gen.Bool.SelectMany(none => none ? Gen.Const(default(T?)) : values.Select(value => (T?)value));

    private static Gen<T?> OrNone<T>(this Gen<T> values)
        where T : class => Gen.Bool.SelectMany(none => none ? Gen.Const(default(T)) : values.Select(value => (T?)value));

    private static Gen<ImmutableArray<T>> Items<T>(this Gen<T> items) => items.Array[0, 3].Select(ImmutableArray.Create);
}

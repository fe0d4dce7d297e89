using CsCheck;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Tests.Serialization;

/// <summary>Any message of each kind that nodes of a pool tell each other.</summary>
internal static class PoolMessages
{
    private static readonly Gen<string> Texts = Gen.Char["aZ09._-/ ä漢"].Array[0, 8].Select(letters => new string(letters));

    private static readonly Gen<NodeName> Names = Gen.Int[1, 99].Select(number => new NodeName($"n{number}"));

    private static readonly Gen<ModelName> Models = Gen.Int[1, 99].Select(number => new ModelName($"m{number}"));

    private static readonly Gen<NcRange> Ranges = Gen.Select(Gen.Int[0, 31], Gen.Int[1, 32], (start, count) => new NcRange(start, count));

    private static readonly Gen<NodeId> Ids = Gen.Select(Texts, Gen.Long, (address, life) => new NodeId(address, life));

    private static readonly Gen<ContentHash> Hashes = Gen.Byte.Array[ContentHash.Size].Select(bytes => new ContentHash(bytes));

    private static readonly Gen<ModelSource> Sources = Gen.Select(Texts, Hashes.OrNull(), (path, hash) => new ModelSource(path, hash));

    private static readonly Gen<NodeRange> Parts = Gen.Select(Names, Ranges, (node, range) => new NodeRange(node, range));

    private static readonly Gen<CoreStatus> Cores =
        from index in Gen.Int[0, 31]
        from state in Gen.Enum<CoreState>()
        from models in Models.Items()
        select new CoreStatus(
            new NeuronCoreInfo(new VisibleCoreIndex(index), new PhysicalCoreId(index)),
            state,
            [.. models.Select(model => new ReplicaStatus(model, "s", ReplicaState.Ready) { MemoryBytes = index })]);

    private static readonly Gen<PoolPlacement> Placements =
        from model in Models
        from version in Gen.Long
        from range in Gen.Select(Gen.Int, Gen.Int, (start, count) => new PoolRange(start, count)).OrNull()
        from parts in Parts.Items()
        select new PoolPlacement(model, version, range, parts);

    private static readonly Gen<ScopedCommand> Commands =
        from scope in Gen.OneOf(Gen.Const(PoolScope.ThisNode), Gen.Const(PoolScope.Pool), Names.Select(PoolScope.Of))
        from version in Gen.Long.OrNull()
        from command in Gen.OneOf<PlacementCommand>(
            Texts.Select(path => (PlacementCommand)new LoadModel(path)),
            Models.Select(model => (PlacementCommand)new SetNeuronCores(model, 1, 2)),
            Gen.Const((PlacementCommand)new GetCores()))
        select new ScopedCommand(scope, command) { PoolVersion = version };

    private static readonly Gen<DesiredPart> DesiredParts =
        from node in Names
        from range in Ranges
        from home in Names.OrNull()
        from life in Gen.Long
        from epoch in Gen.Long
        select new DesiredPart(node, range) { StandsInFor = home, SeenIn = life, SeenAt = new Epoch(epoch) };

    private static readonly Gen<DesiredModel> DesiredModels =
        from model in Models
        from source in Sources
        from parts in DesiredParts.Items()
        from before in DesiredParts.Items().OrNull()
        from policy in Gen.Enum<MovePolicy>().OrNull()
        from order in Texts
        from leftovers in Names.Items()
        select new DesiredModel(model, source, parts) { Before = before, Policy = policy, Order = order, Leftovers = leftovers };

    private static readonly Gen<TensorSpec> Specs =
        from name in Texts
        from type in Gen.Enum<ElementType>()
        from dimensions in Gen.Long[-1, 9].Items()
        from names in Texts.OrNone().Items()
        select new TensorSpec(name, type, new TensorShape(dimensions)) { DimensionNames = names };

    /// <summary>A generator for each manifest.</summary>
    public static readonly IReadOnlyDictionary<string, Gen<IPoolWireMessage>> All = new Dictionary<string, Gen<IPoolWireMessage>>
    {
        [PoolManifest.ScopedCommand] = Commands.Select(command => (IPoolWireMessage)command),
        [PoolManifest.NodeAnswered] = Gen.Select(
            Names, Models, (node, model) => (IPoolWireMessage)new NodeAnswered(node, new ModelUnloaded(model, new Epoch(3)))),
        [PoolManifest.PoolChanged] = Placements.Select(placement => (IPoolWireMessage)new PoolChanged(placement)),
        [PoolManifest.PoolUnloaded] = Models.Select(model => (IPoolWireMessage)new PoolUnloaded(model)),
        [PoolManifest.PoolPlacement] = Placements.Select(placement => (IPoolWireMessage)placement),
        [PoolManifest.PoolPlacementTable] = Gen.Select(
            Gen.Long, Placements.Items(), (version, models) => (IPoolWireMessage)new PoolPlacementTable(version, models)),
        [PoolManifest.PoolTable] = Gen.Select(
            Gen.Long,
            Gen.Select(Gen.Int, Names, Cores, Gen.Bool, (index, node, status, isReachable) => new PoolCore(index, node, status, isReachable)).Items(),
            (version, cores) => (IPoolWireMessage)new PoolTable(version, cores)),
        [PoolManifest.PoolRejected] = Gen.Select(
            Gen.Enum<PoolRejection>(),
            Texts,
            Texts.OrNone(),
            (reason, why, parameter) => (IPoolWireMessage)new PoolRejected(reason, why) { Parameter = parameter }),
        [PoolManifest.PoolFailed] = Gen.Select(
            Names,
            Gen.Enum<RuntimeErrorKind>(),
            Texts,
            Gen.Select(Gen.Bool, Gen.Bool),
            Parts.Items(),
            (node, kind, why, ends, parts) => (IPoolWireMessage)new PoolFailed(node, kind, why, ends.Item1, parts) { IsOutcomeUnknown = ends.Item2 }),
        [PoolManifest.NodeAnnouncement] =
            from id in Ids
            from sequence in Gen.Long
            from name in Names
            from host in Texts
            from port in Gen.Int
            from epoch in Gen.Long
            from draining in Gen.Bool
            from leaving in Gen.Bool
            from orders in Gen.Bool
            from cores in Cores.Items()
            from models in Gen.Select(
                Models,
                Gen.Long,
                Ranges,
                Gen.Select(Gen.Int, Gen.Int, Gen.Int),
                Sources,
                (model, changed, range, load, source) =>
                    new AnnouncedModel(model, new Epoch(changed), range, new NodeLoad(load.Item1, load.Item2, load.Item3)) { Source = source }).Items()
            select (IPoolWireMessage)new NodeAnnouncement(id, sequence, new NodeEndpoint(name, host, port))
            {
                Epoch = new Epoch(epoch),
                IsDraining = draining,
                IsHandingOver = leaving,
                TakesOrders = orders,
                Cores = cores,
                Models = models,
            },
        [PoolManifest.GetAnnouncement] = Gen.Const<IPoolWireMessage>(new GetAnnouncement()),
        [PoolManifest.ConfirmAnnouncement] = Gen.Select(
            Ids, Gen.Long, (id, sequence) => (IPoolWireMessage)new ConfirmAnnouncement(id, sequence)),
        [PoolManifest.AnnouncementHeard] = Gen.Select(
            Ids, Gen.Long, (id, sequence) => (IPoolWireMessage)new AnnouncementHeard(id, sequence)),
        [PoolManifest.Learn] = Gen.Select(
            Gen.Long,
            Gen.Int,
            Gen.Long,
            DesiredModels.Items(),
            (write, index, term, models) => (IPoolWireMessage)new PoolProtocol.Learn(write, index, new DesiredShard(term, 1, models))),
        [PoolManifest.Learned] = Gen.Select(Gen.Long, Names, (write, by) => (IPoolWireMessage)new PoolProtocol.Learned(write, by)),
        [PoolManifest.Decide] = Gen.Select(
            Texts,
            Commands,
            Hashes.OrNull(),
            Names.OrNull(),
            (order, command, files, origin) => (IPoolWireMessage)new PoolProtocol.Decide(order, command) { Files = files, Origin = origin }),
        [PoolManifest.Deciding] = Texts.Select(order => (IPoolWireMessage)new PoolProtocol.Deciding(order)),
        [PoolManifest.Execute] = Gen.Select(
            Texts, Ids, Commands, (order, life, command) => (IPoolWireMessage)new PoolProtocol.Execute(order, life, command.Command)),
        [PoolManifest.Executing] = Texts.Select(order => (IPoolWireMessage)new PoolProtocol.Executing(order)),
        [PoolManifest.Place] =
            from term in Gen.Long
            from step in Texts
            from model in Models
            from source in Sources
            from range in Ranges.OrNull()
            from policy in Gen.Enum<MovePolicy>().OrNull()
            from origin in Names.OrNull()
            select (IPoolWireMessage)new PoolProtocol.Place(term, step, model, source, range) { Policy = policy, Origin = origin },
        [PoolManifest.Placed] =
            from step in Texts
            from now in Ranges.OrNull()
            from epoch in Gen.Long
            from failed in Gen.Enum<RuntimeErrorKind>().OrNull()
            from why in Texts.OrNone()
            from stale in Gen.Bool
            select (IPoolWireMessage)new PoolProtocol.Placed(step, now, new Epoch(epoch)) { Failed = failed, Why = why, IsStale = stale },
        [PoolManifest.PoolState] = Gen.Select(
            Gen.Long,
            Gen.Long,
            Gen.Select(Names, Ids, Gen.Int[0, 99], (node, id, cores) => new LayoutNode(node, id, cores)).Items(),
            (term, version, nodes) => (IPoolWireMessage)new PoolState(term, new PoolLayout(version, nodes))),
        [PoolManifest.DesiredShard] = Gen.Select(
            Gen.Long, Gen.Long, DesiredModels.Items(), (term, revision, models) => (IPoolWireMessage)new DesiredShard(term, revision, models)),
        [PoolManifest.GetModel] = Models.Select(model => (IPoolWireMessage)new GetModel(model)),
        [PoolManifest.ModelDescription] = Gen.Select(
            Models, Texts, Specs.Items(), Specs.Items(), (model, format, inputs, outputs) => (IPoolWireMessage)new ModelDescription(model, format, new SubgraphSignature(inputs, outputs))),
    };

    private static Gen<T?> OrNull<T>(this Gen<T> values)
        where T : struct => Gen.Bool.SelectMany(none => none ? Gen.Const(default(T?)) : values.Select(value => (T?)value));

    private static Gen<T?> OrNone<T>(this Gen<T> values)
        where T : class => Gen.Bool.SelectMany(none => none ? Gen.Const(default(T)) : values.Select(value => (T?)value));

    private static Gen<ImmutableArray<T>> Items<T>(this Gen<T> items) => items.Array[0, 3].Select(ImmutableArray.Create);
}

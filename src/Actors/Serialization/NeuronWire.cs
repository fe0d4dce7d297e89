using System.Runtime.Serialization;

namespace NeuronActors.Serialization;

/// <summary>
/// The wire format as a whole: which manifest a message has, and where its layout is. A message is a version byte, followed by the fields
/// of <see cref="InferenceWire"/> or <see cref="PlacementWire"/>.
/// </summary>
/// <remarks>
/// How it may change, so that nodes of two versions understand each other during a rolling upgrade:
/// <list type="number">
/// <item>A field that older readers may miss is added at the end of its message, and the version grows by one. A reader ignores what
/// follows the fields it knows, but only in a message of a newer version than its own: in any other, bytes too many are an error.</item>
/// <item>A reader gives a field that an older version does not have the value it had before there was a choice.</item>
/// <item>Any other change takes a new manifest. Nodes that read it are deployed everywhere before the first one writes it.</item>
/// <item>Manifests and codes are never reused, and fields never reordered.</item>
/// </list>
/// </remarks>
internal static class NeuronWire
{
    /// <summary>The version of what is written, and the newest of which every field is known.</summary>
    public const byte Version = 2;

    /// <exception cref="SerializationException">The message is none of NeuronActors' own.</exception>
    public static string ManifestOf(object message) => message switch
    {
        Infer => WireManifest.Infer,
        CancelInfer => WireManifest.CancelInfer,
        InferCompleted => WireManifest.InferCompleted,
        InferRejected => WireManifest.InferRejected,
        InferFailed => WireManifest.InferFailed,
        LoadModel => WireManifest.LoadModel,
        UnloadModel => WireManifest.UnloadModel,
        SetNeuronCores => WireManifest.SetNeuronCores,
        SetMulticore => WireManifest.SetMulticore,
        GetPlacement => WireManifest.GetPlacement,
        GetPlacementTable => WireManifest.GetPlacementTable,
        GetCores => WireManifest.GetCores,
        PlacementChanged => WireManifest.PlacementChanged,
        ModelUnloaded => WireManifest.ModelUnloaded,
        PlacementRejected => WireManifest.PlacementRejected,
        PlacementFailed => WireManifest.PlacementFailed,
        ModelPlacement => WireManifest.ModelPlacement,
        PlacementTable => WireManifest.PlacementTable,
        CoreTable => WireManifest.CoreTable,
        _ => throw Foreign(message),
    };

    /// <summary>Writes a message, or measures it.</summary>
    /// <exception cref="SerializationException">The message is none of NeuronActors' own, or lacks something that has to be there.</exception>
    public static void Write(ref WireWriter to, object message)
    {
        to.Byte(Version);
        switch (message)
        {
            case Infer infer: InferenceWire.Write(ref to, infer); break;
            case CancelInfer cancel: InferenceWire.Write(ref to, cancel); break;
            case InferCompleted completed: InferenceWire.Write(ref to, completed); break;
            case InferRejected rejected: InferenceWire.Write(ref to, rejected); break;
            case InferFailed failed: InferenceWire.Write(ref to, failed); break;
            case LoadModel load: PlacementWire.Write(ref to, load); break;
            case UnloadModel unload: PlacementWire.Write(ref to, unload); break;
            case SetNeuronCores set: PlacementWire.Write(ref to, set); break;
            case SetMulticore set: PlacementWire.Write(ref to, set); break;
            case GetPlacement get: PlacementWire.Write(ref to, get); break;
            case GetPlacementTable or GetCores: break;
            case PlacementChanged changed: PlacementWire.Write(ref to, changed); break;
            case ModelUnloaded unloaded: PlacementWire.Write(ref to, unloaded); break;
            case PlacementRejected rejected: PlacementWire.Write(ref to, rejected); break;
            case PlacementFailed failed: PlacementWire.Write(ref to, failed); break;
            case ModelPlacement placement: PlacementWire.Write(ref to, placement); break;
            case PlacementTable table: PlacementWire.Write(ref to, table); break;
            case CoreTable table: PlacementWire.Write(ref to, table); break;
            default: throw Foreign(message);
        }
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are no such message; where, and why.</exception>
    public static INeuronWireMessage Read(ReadOnlySpan<byte> bytes, string manifest, TimeProvider clock)
    {
        var from = new WireReader(bytes, manifest, clock);
        INeuronWireMessage message = manifest switch
        {
            WireManifest.Infer => InferenceWire.ReadInfer(ref from),
            WireManifest.CancelInfer => InferenceWire.ReadCancelInfer(ref from),
            WireManifest.InferCompleted => InferenceWire.ReadInferCompleted(ref from),
            WireManifest.InferRejected => InferenceWire.ReadInferRejected(ref from),
            WireManifest.InferFailed => InferenceWire.ReadInferFailed(ref from),
            WireManifest.LoadModel => PlacementWire.ReadLoadModel(ref from),
            WireManifest.UnloadModel => PlacementWire.ReadUnloadModel(ref from),
            WireManifest.SetNeuronCores => PlacementWire.ReadSetNeuronCores(ref from),
            WireManifest.SetMulticore => PlacementWire.ReadSetMulticore(ref from),
            WireManifest.GetPlacement => PlacementWire.ReadGetPlacement(ref from),
            WireManifest.GetPlacementTable => new GetPlacementTable(),
            WireManifest.GetCores => new GetCores(),
            WireManifest.PlacementChanged => PlacementWire.ReadPlacementChanged(ref from),
            WireManifest.ModelUnloaded => PlacementWire.ReadModelUnloaded(ref from),
            WireManifest.PlacementRejected => PlacementWire.ReadPlacementRejected(ref from),
            WireManifest.PlacementFailed => PlacementWire.ReadPlacementFailed(ref from),
            WireManifest.ModelPlacement => PlacementWire.ReadModelPlacement(ref from),
            WireManifest.PlacementTable => PlacementWire.ReadPlacementTable(ref from),
            WireManifest.CoreTable => PlacementWire.ReadCoreTable(ref from),
            _ => throw new SerializationException($"No message of NeuronActors has the manifest '{manifest}'; is the sender a newer version?"),
        };
        from.End(Version);
        return message;
    }

    private static SerializationException Foreign(object message) =>
        new($"{message.GetType()} is no wire message of NeuronActors; the set is closed.");
}

namespace NeuronActors.Serialization;

internal static partial class PlacementWire
{
    /// <summary><c>PC1</c>: placement | time duration. A placement is what <c>MP1</c> has.</summary>
    public static void Write(ref WireWriter to, PlacementChanged message)
    {
        Write(ref to, message.Placement);
        to.Time(message.Duration);
    }

    public static PlacementChanged ReadPlacementChanged(ref WireReader from) => new(ReadModelPlacement(ref from))
    {
        Duration = from.Time(),
    };

    /// <summary><c>MU1</c>: name model | i64 epoch.</summary>
    public static void Write(ref WireWriter to, ModelUnloaded message)
    {
        to.Name(message.Model);
        to.Long(message.Epoch.Value);
    }

    public static ModelUnloaded ReadModelUnloaded(ref WireReader from) => new(from.Name(), new Epoch(from.Long()));

    /// <summary><c>PR1</c>: code reason | text message | text? parameter.</summary>
    public static void Write(ref WireWriter to, PlacementRejected message)
    {
        to.Code(WireCodes.Refusal, message.Reason);
        to.Text(message.Message);
        to.OptionalText(message.Parameter);
    }

    public static PlacementRejected ReadPlacementRejected(ref WireReader from) =>
        new(from.Code(WireCodes.Refusal), from.Text()) { Parameter = from.OptionalText() };

    /// <summary>
    /// <c>PF1</c>: code step | code kind | text message | flag restored | placement? | i32? core | i32? status. A placement is what
    /// <c>MP1</c> has.
    /// </summary>
    public static void Write(ref WireWriter to, PlacementFailed message)
    {
        to.Code(WireCodes.Step, message.Step);
        to.Code(WireCodes.ErrorKind, message.Kind);
        to.Text(message.Message);
        to.Flag(message.Restored);
        to.Flag(message.Placement is not null);
        if (message.Placement is { } placement) Write(ref to, placement);
        to.OptionalCore(message.Core);
        to.OptionalStatus(message.Status);
    }

    public static PlacementFailed ReadPlacementFailed(ref WireReader from) =>
        new(from.Code(WireCodes.Step), from.Code(WireCodes.ErrorKind), from.Text())
        {
            Restored = from.Flag(),
            Placement = from.Flag() ? ReadModelPlacement(ref from) : null,
            Core = from.OptionalCore(),
            Status = from.OptionalStatus(),
        };
}

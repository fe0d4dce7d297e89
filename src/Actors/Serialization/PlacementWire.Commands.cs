namespace NeuronActors.Serialization;

/// <summary>
/// The layouts of the placement commands and their answers, in the words of <see cref="WireWriter"/>. Each follows the version byte, which
/// <see cref="NeuronWire"/> writes. <c>GT1</c> (<see cref="GetPlacementTable"/>) and <c>GC1</c> (<see cref="GetCores"/>) have nothing
/// more.
/// </summary>
internal static partial class PlacementWire
{
    /// <summary><c>LM1</c>: text path | name? name | i32 start | i32 count | flag multicore.</summary>
    public static void Write(ref WireWriter to, LoadModel message)
    {
        to.Text(message.Path);
        to.OptionalName(message.Name);
        to.Int(message.StartNc);
        to.Int(message.NcCount);
        to.Flag(message.Multicore);
    }

    public static LoadModel ReadLoadModel(ref WireReader from) => new(from.Text())
    {
        Name = from.OptionalName(),
        StartNc = from.Int(),
        NcCount = from.Int(),
        Multicore = from.Flag(),
    };

    /// <summary><c>UM1</c>: name model.</summary>
    public static void Write(ref WireWriter to, UnloadModel message) => to.Name(message.Model);

    public static UnloadModel ReadUnloadModel(ref WireReader from) => new(from.Name());

    /// <summary><c>SN1</c>: name model | i32 start | i32 count | text? subgraph | code? policy.</summary>
    public static void Write(ref WireWriter to, SetNeuronCores message)
    {
        to.Name(message.Model);
        to.Int(message.StartNc);
        to.Int(message.NcCount);
        to.OptionalText(message.Subgraph);
        to.OptionalCode(WireCodes.Policy, message.Policy);
    }

    public static SetNeuronCores ReadSetNeuronCores(ref WireReader from) => new(from.Name(), from.Int(), from.Int())
    {
        Subgraph = from.OptionalText(),
        Policy = from.OptionalCode(WireCodes.Policy),
    };

    /// <summary><c>SM1</c>: name model | text? subgraph | code? policy.</summary>
    public static void Write(ref WireWriter to, SetMulticore message)
    {
        to.Name(message.Model);
        to.OptionalText(message.Subgraph);
        to.OptionalCode(WireCodes.Policy, message.Policy);
    }

    public static SetMulticore ReadSetMulticore(ref WireReader from) => new(from.Name())
    {
        Subgraph = from.OptionalText(),
        Policy = from.OptionalCode(WireCodes.Policy),
    };

    /// <summary><c>GP1</c>: name model.</summary>
    public static void Write(ref WireWriter to, GetPlacement message) => to.Name(message.Model);

    public static GetPlacement ReadGetPlacement(ref WireReader from) => new(from.Name());
}

namespace NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

/// <summary>How a protobuf field is written. The two that are missing, groups, went out of use before this format began.</summary>
internal enum ProtobufWire
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

using System.Globalization;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>The instance that libnrt finds itself on. Both numbers are open sets, and one that nobody knows is shown as it is.</summary>
/// <param name="Family">The number of its family.</param>
/// <param name="Size">The number of its size.</param>
/// <param name="Architecture">The architecture of its cores, in the library's words.</param>
/// <param name="DeviceRevision">The revision of its devices, in the library's words.</param>
public sealed record NrtInstance(uint Family, uint Size, string Architecture, string DeviceRevision)
{
    private static readonly string?[] Families =
        [null, "inf1", "trn1", "trn1n", "inf2", "trn2", "trn2n", "inf2e", "trn2p", "trn2u", null, null, null, null, "trn3"];

    private static readonly string[] Sizes = ["xlarge", "2xlarge", "4xlarge", "6xlarge", "8xlarge", "24xlarge", "32xlarge", "48xlarge", "3xlarge"];

    /// <summary>As AWS writes it: <c>trn1.32xlarge</c>.</summary>
    public override string ToString()
    {
        var family = Family < Families.Length ? Families[Family] : null;
        var size = Size < Sizes.Length ? Sizes[Size] : null;
        return string.Create(CultureInfo.InvariantCulture, $"{family ?? $"family {Family}"}.{size ?? $"size {Size}"}");
    }
}

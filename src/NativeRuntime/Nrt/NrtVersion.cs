using System.Globalization;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>The version of a libnrt.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second.</param>
/// <param name="Patch">The third.</param>
/// <param name="Maintenance">The fourth.</param>
/// <param name="Detail">What its build says of itself.</param>
/// <param name="GitHash">The commit that it was built from.</param>
public sealed record NrtVersion(ulong Major, ulong Minor, ulong Patch, ulong Maintenance, string Detail, string GitHash)
{
    /// <summary>The four numbers: <c>2.34.10.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}.{Maintenance}");
}

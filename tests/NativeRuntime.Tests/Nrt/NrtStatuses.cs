using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>Every status that has a name, and some that nobody knows.</summary>
internal static class NrtStatuses
{
    public static readonly IEnumerable<int> Failures =
        [.. Enum.GetValues<NeuronStatus>().Where(status => status != NeuronStatus.Success).Select(status => (int)status), 8, 12, 1207, 4711, -1];

    /// <summary>Those after which nothing on the core is touched any more.</summary>
    public static bool IsHang(int status) => status is 5 or 101 or 1200 or 1204;
}

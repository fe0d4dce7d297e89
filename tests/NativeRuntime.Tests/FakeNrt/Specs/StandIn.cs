namespace NeuronActors.FakeNrt;

/// <summary>Whether specs can have the stand-in for libnrt.</summary>
internal static class StandIn
{
    /// <summary>Why they cannot; null when they can, or when <c>NEURON_REQUIRE_COMPILER</c> is 1, as in CI, so that they fail instead.</summary>
    public static string? Missing { get; } =
        File.Exists(Path.Combine(AppContext.BaseDirectory, "fake-nrt", "libnrt.so.1")) || Environment.GetEnvironmentVariable("NEURON_REQUIRE_COMPILER") == "1"
            ? null
            : "The stand-in for libnrt was not built: install a C compiler (cc, gcc or clang) and build the specs again.";
}

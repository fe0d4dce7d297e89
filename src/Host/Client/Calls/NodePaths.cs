namespace NeuronActors.Node.Client.Calls;

/// <summary>The paths of a node's REST.</summary>
internal static class NodePaths
{
    public const string Cores = "/v2/neuron/cores";
    public const string OfPool = "?scope=pool";
    public const string Index = "/v2/repository/index";
    public const string AllStatistics = "/v2/models/stats";

    public static string Metadata(string model, string? version) => Model(model, version);

    public static string Infer(string model, string? version) => $"{Model(model, version)}/infer";

    public static string Placement(string model, string? version = null) => $"/v2/neuron/models/{Named(model, version)}/placement";

    public static string Load(string model) => $"/v2/repository/models/{Uri.EscapeDataString(model)}/load";

    public static string Unload(string model) => $"/v2/repository/models/{Uri.EscapeDataString(model)}/unload";

    private static string Model(string model, string? version) => $"/v2/models/{Named(model, version)}";

    private static string Named(string model, string? version) =>
        Uri.EscapeDataString(model) + (version is null ? "" : $"/versions/{Uri.EscapeDataString(version)}");
}

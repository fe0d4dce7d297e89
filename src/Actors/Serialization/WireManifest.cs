namespace NeuronActors.Serialization;

/// <summary>
/// The names of the messages on the wire: two letters and the number of the layout. None is ever reused, also not after its message is
/// gone.
/// </summary>
internal static class WireManifest
{
    public const string Infer = "IN1";
    public const string CancelInfer = "CI1";
    public const string InferCompleted = "IC1";
    public const string InferRejected = "IR1";
    public const string InferFailed = "IF1";
    public const string LoadModel = "LM1";
    public const string UnloadModel = "UM1";
    public const string SetNeuronCores = "SN1";
    public const string SetMulticore = "SM1";
    public const string GetPlacement = "GP1";
    public const string GetPlacementTable = "GT1";
    public const string GetCores = "GC1";
    public const string PlacementChanged = "PC1";
    public const string ModelUnloaded = "MU1";
    public const string PlacementRejected = "PR1";
    public const string PlacementFailed = "PF1";
    public const string ModelPlacement = "MP1";
    public const string PlacementTable = "PT1";
    public const string CoreTable = "CT1";
}

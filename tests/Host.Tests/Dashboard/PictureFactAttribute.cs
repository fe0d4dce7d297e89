namespace NeuronActors.Node.Tests.Dashboard;

/// <summary>Takes a picture for the documentation, into the folder that <c>NEURON_PICTURES</c> names; skipped where it names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PictureFactAttribute : FactAttribute
{
    public PictureFactAttribute()
    {
        if (Folder is null) Skip = "No picture is wanted: NEURON_PICTURES names no folder.";
    }

    public static string? Folder => Environment.GetEnvironmentVariable("NEURON_PICTURES") is { Length: > 0 } folder ? folder : null;
}

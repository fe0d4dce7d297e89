namespace NeuronActors.Node.Doctor;

/// <summary>What is examined, and how.</summary>
/// <param name="Library">The file of libnrt; null looks where it usually is.</param>
/// <param name="Neff">The file to load and run; null touches no core.</param>
/// <param name="Root">Below what folder <c>sys</c>, <c>proc</c> and <c>dev</c> are.</param>
/// <param name="AsJson">Whether the report is to be sent on.</param>
internal sealed record DoctorOptions(string? Library, string? Neff, string Root, bool AsJson);

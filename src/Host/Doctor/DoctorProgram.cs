using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Doctor.Report;

namespace NeuronActors.Node.Doctor;

/// <summary>The examination from start to exit code: 0 only when everything works that a node on real NeuronCores needs.</summary>
internal static class DoctorProgram
{
    public static int Run(DoctorOptions options, TextWriter output, Func<string, string?> environment)
    {
        var report = Examination.Of(options, environment);
        if (options.AsJson) ReportJson.Write(output, report);
        else ReportText.Write(output, report);
        return report.Ok ? ExitCode.Ok : ExitCode.Failed;
    }
}

using System.CommandLine;
using NeuronActors.Benchmarks.Http.Subjects;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>subject</c>: what <c>http</c> and <c>cluster</c> start to be loaded; not for people.</summary>
internal static class SubjectCommand
{
    private static readonly Argument<string> Kind = new("kind");
    private static readonly Option<string[]> Settings = new("--set") { AllowMultipleArgumentsPerToken = true };

    public static Command Make()
    {
        Kind.AcceptOnlyFromAmong(SubjectProcess.Node, SubjectProcess.Bare, SubjectProcess.Echo);
        var command = new Command("subject", "A server under load, driven over its standard input.") { Kind, Settings };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using ISubject subject = parsed.GetValue(Kind) switch
        {
            SubjectProcess.Bare => await BareSubject.StartAsync(),
            SubjectProcess.Echo => await EchoSubject.StartAsync(),
            _ => await NodeSubject.StartAsync(parsed.GetValue(Settings) ?? []),
        };
        await SubjectLoop.RunAsync(subject, cancellationToken);
    }
}

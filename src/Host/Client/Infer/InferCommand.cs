using System.CommandLine;
using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Infer;

/// <summary><c>infer</c>: one inference with inputs from files, a pipe or the command line.</summary>
internal sealed class InferCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();

    private readonly Option<string[]> _inputs = new("--input")
    {
        Description = "An input: name=file.npy, name=- for an .npy from standard input, or the elements: name=[[1,2],[3,4]]. Once for each; outer dimensions of 1 may be left out.",
        HelpName = "name=value",
    };

    private readonly Option<string[]> _outputs = new("--output") { Description = "Write an output to an .npy file; name=- writes to standard output. May be repeated.", HelpName = "name=file" };
    private readonly Option<int?> _version = NumberOption.Whole("--version", "number", "The version that is to answer. [default: the newest]", least: 0);
    private readonly Option<TimeSpan?> _timeout = TimeText.Option("--timeout", "How long the answer may take; the node refuses what it cannot make in time.");
    private readonly Option<int?> _priority = NumberOption.Whole("--priority", "level", "1 goes first. [default: 0, the model's own]", least: 0);

    public InferCommand()
        : base("infer", "Sends one inference to a running node and shows the answer.")
    {
        Add(_model);
        foreach (Option option in (Option[])[_inputs, _outputs, _version, _timeout, _priority]) Add(option);
        AddCommon();
    }

    public override string Example => "infer mnist --input image=samples/mnist/digit-7.npy --output logits=logits.npy";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var (model, version) = (call.Get(_model), call.Get(_version)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var files = OutputFiles.Parse(call.Get(_outputs) ?? []);
        InputArgument[] arguments = [.. (call.Get(_inputs) ?? []).Select(text => InputArgument.Parse("--input", text))];
        var metadata = await call.Node.GetAsync<ModelMetadata>(NodePaths.Metadata(model, version), cancellationToken);
        files.Check(metadata);
        var inputs = await new InputReader(metadata, Console.OpenStandardInput).ReadAsync(arguments, cancellationToken);
        var body = new InferBody(inputs, call.Get(_timeout), call.Get(_priority));

        var begun = Stopwatch.GetTimestamp();
        using var request = body.ToRequest(NodePaths.Infer(model, version));
        using var response = await call.Node.CallAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(begun);

        var reply = InferReply.Read(bytes, InferBody.JsonLengthOf(response, bytes.Length));
        var written = await files.WriteAsync(reply, cancellationToken);
        if (!files.UsesStdout) call.Output.Write(InferResult.Of(reply, took, written), (console, _) => InferView.Write(console, reply, took, written));
        return ExitCode.Ok;
    }
}

using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Infer;

/// <summary>Shows the result of an inference.</summary>
internal static class InferView
{
    private const int Indent = 4;

    public static void Write(IAnsiConsole console, InferReply reply, TimeSpan took, ImmutableSortedDictionary<string, string> written)
    {
        var cores = reply.NeuronCore.Contains(',', StringComparison.Ordinal) ? "cores" : "core";
        console.WriteText($"{reply.ModelName} version {reply.ModelVersion}, {cores} {reply.NeuronCore} of node {reply.NeuronNode}, {Figures.Of(took)}", new Style(Color.Grey));
        string? cut = null;
        foreach (var (name, tensor) in reply.Outputs)
        {
            var preview = TensorPreview.Of(tensor, console.Profile.Width - Indent);
            console.WriteText($"{name} {tensor}{(written.TryGetValue(name, out var file) ? $" → {file}" : "")}", new Style(decoration: Decoration.Bold));
            foreach (var line in preview.Lines) console.WriteText($"  {line}");
            if (preview.LeftOut > 0 && file is null) cut ??= name;
        }

        if (cut is not null) console.WriteText($"All of it: --json, or --output {cut}=FILE.npy.", new Style(Color.Grey));
    }
}

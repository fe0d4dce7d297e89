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
        foreach (var (name, tensor) in reply.Outputs)
        {
            console.WriteText($"{name} {tensor}{(written.TryGetValue(name, out var file) ? $" → {file}" : "")}", new Style(decoration: Decoration.Bold));
            foreach (var line in TensorPreview.Of(tensor, console.Profile.Width - Indent)) console.WriteText($"  {line.TrimStart()}");
        }
    }
}

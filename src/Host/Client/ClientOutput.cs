using System.Text.Json;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client;

/// <summary>Where the results of a command go: text for people, or one JSON object.</summary>
/// <param name="Writer">Standard output, or what stands in for it.</param>
/// <param name="IsJson">Whether JSON is wanted.</param>
internal sealed record ClientOutput(TextWriter Writer, bool IsJson)
{
    /// <summary>A console for people.</summary>
    public IAnsiConsole Console { get; } = Terminal.On(Writer);

    /// <summary>Writes a result as JSON if that is wanted, else shows it.</summary>
    public void Write<T>(T result, Action<IAnsiConsole, T> show)
    {
        if (IsJson) Writer.WriteLine(JsonSerializer.Serialize(result, NodeJson.Printed));
        else show(Console, result);
    }
}

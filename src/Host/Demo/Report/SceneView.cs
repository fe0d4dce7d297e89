using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Shows where the demo takes place.</summary>
internal static class SceneView
{
    public static void Write(IAnsiConsole console, DemoScene scene)
    {
        console.WriteHeading("NeuronActors: a model moves between NeuronCores while it serves");
        console.WriteLine();
        var facts = new Grid { Expand = false }.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 3, 0) }).AddColumn();
        Add("Runtime", scene.Runtime);
        Add("Model", $"{scene.Model}: {string.Join(", ", scene.Signature.Inputs)} → {string.Join(", ", scene.Signature.Outputs)}");
        Add("Loaded", $"using (new NeuronCoresContext({scene.Loaded.Range.StartNc}, {scene.Loaded.Range.NcCount})) → cores {CoreText.Of(scene.Loaded.Cores)}");
        console.Write(facts);

        void Add(string name, string fact) => facts.AddRow(new Text(name, new Style(Color.Grey)), new Text(fact));
    }
}

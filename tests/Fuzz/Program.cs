using System.CommandLine;
using NeuronActors.Fuzz;

var minutes = new Option<double>("--minutes") { Description = "How long to try, over all targets.", DefaultValueFactory = _ => 1 };
var seed = new Option<int>("--seed") { Description = "What the inputs are drawn from. The same seed gives the same inputs.", DefaultValueFactory = _ => 1 };
var target = new Option<string?>("--target") { Description = $"Only one of {string.Join(", ", FuzzTargets.All().Select(each => each.Name))}." };
var only = new Option<long?>("--only") { Description = "Only the input of this number, to see a finding again." };
var root = new RootCommand("Feeds spoilt model files to their readers. Anything but a value or a ModelFileException, in time and memory, is a finding.")
{
    minutes, seed, target, only,
};
root.SetAction(parsed => FuzzProgram.Run(
    TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(target), parsed.GetValue(only), Console.Out));
return await root.Parse(args).InvokeAsync();

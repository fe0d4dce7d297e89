using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Shows progress while something runs: a bar that moves at a terminal, one line for each step elsewhere.</summary>
internal static class LiveProgress
{
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IProgress<DemoStep>, Task<T>> run) =>
        console.Profile.Capabilities is { Ansi: true, Interactive: true } ? RunLiveAsync(console, run) : RunPlainAsync(console, run);

    private static Task<T> RunLiveAsync<T>(IAnsiConsole console, Func<IProgress<DemoStep>, Task<T>> run) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn { Width = 30 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => run(new LiveBar(context.AddTask("starting", maxValue: 1))));

    private static async Task<T> RunPlainAsync<T>(IAnsiConsole console, Func<IProgress<DemoStep>, Task<T>> run)
    {
        var result = await run(new Lines(console));
        console.WriteLine();
        return result;
    }

    private sealed class LiveBar(ProgressTask task) : IProgress<DemoStep>
    {
        public void Report(DemoStep value)
        {
            task.Description = Markup.Escape(value.Text);
            task.Value = value.Done;
        }
    }

    private sealed class Lines(IAnsiConsole console) : IProgress<DemoStep>
    {
        private string? _last;

        public void Report(DemoStep value)
        {
            if (value.Text == _last) return;

            _last = value.Text;
            console.WriteText($"{value.Text} …");
        }
    }
}

using NeuronActors.Node.Demo.Claims;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Shows what was claimed, and whether it is so.</summary>
internal static class ClaimView
{
    public static void Write(IAnsiConsole console, ImmutableArray<Claim> claims)
    {
        var (good, bad) = console.Profile.Capabilities.Unicode ? ("✓", "✗") : ("ok", "NOT SO");
        console.WriteHeading("Checked");
        console.WriteLine();
        foreach (var claim in claims)
        {
            if (claim.Holds) console.WriteText($"{good} {claim.Text}.", new Style(Color.Green));
            else console.WriteText($"{bad} {claim.Text}. Not so: {claim.Flaw}.", new Style(Color.Red, decoration: Decoration.Bold));
        }

        console.WriteLine();
        var failed = claims.Count(claim => !claim.Holds);
        if (failed == 0) console.WriteText($"All {claims.Length} claims hold: the model moved while it served, and no request was lost.", new Style(Color.Green, decoration: Decoration.Bold));
        else console.WriteText($"{failed} of {claims.Length} claims are not so.", new Style(Color.Red, decoration: Decoration.Bold));
        console.WriteLine();
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NeuronActors.Node.Client;

/// <summary>Options that take a number and say which when they get something else.</summary>
internal static class NumberOption
{
    public static Option<int?> Whole(string name, string helpName, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;

            Refuse(result, $"{name} is '{text}', and must be {(most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}")}.");
            return null;
        },
    };

    public static Option<double?> Above0(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e7) return number;

            Refuse(result, $"{name} is '{text}', and must be a number above 0.");
            return null;
        },
    };

    private static void Refuse(ArgumentResult result, string message) => result.AddError(message);
}

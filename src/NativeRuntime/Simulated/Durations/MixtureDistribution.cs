using System.Collections.Immutable;
using System.Globalization;

namespace NeuronActors.NativeRuntime.Simulated.Durations;

internal sealed class MixtureDistribution : Distribution
{
    public const string Name = "mixture";

    // Weights are written by people, who round thirds.
    private const double Tolerance = 0.001;

    private readonly ImmutableArray<(double Weight, Distribution Part)> _parts;

    public MixtureDistribution(ImmutableArray<(double Weight, Distribution Part)> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("A mixture needs a part.", nameof(parts));
        if (!parts.All(part => part.Weight > 0)) throw new ArgumentException("The weights of a mixture are above 0.", nameof(parts));

        var total = parts.Sum(part => part.Weight);
        if (!(Math.Abs(total - 1) <= Tolerance))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The weights of a mixture add up to 1, and these to {total}."), nameof(parts));
        }

        _parts = parts;
        Mean = FromTicks(parts.Sum(part => part.Weight * part.Part.Mean.Ticks) / total);
    }

    public override TimeSpan Mean { get; }

    public override TimeSpan Sample(RandomStream random)
    {
        var left = random.NextDouble();
        foreach (var (weight, part) in _parts)
        {
            left -= weight;
            if (left < 0) return part.Sample(random);
        }

        return _parts[^1].Part.Sample(random);
    }

    public override string ToString() =>
        $"{Name}({string.Join(',', _parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Weight}:{part.Part}")))})";
}

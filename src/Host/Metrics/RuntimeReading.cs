namespace NeuronActors.Node.Metrics;

/// <summary>What the runtime's own instruments say at one moment.</summary>
internal sealed class RuntimeReading
{
    private readonly Dictionary<(string Instrument, string Of), double> _values = [];

    /// <summary>What an instrument says of a core, by its visible index.</summary>
    public double OfCore(string instrument, int core) => Find(instrument, core.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What an instrument says of a model, by the runtime's name for it.</summary>
    public double OfModel(string instrument, ModelName model) => Find(instrument, model.Value);

    public void Add(string instrument, string of, double value) => _values[(instrument, of)] = value;

    private double Find(string instrument, string of) => _values.GetValueOrDefault((instrument, of));
}

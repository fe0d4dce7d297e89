namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A dictionary, as the list of what was put into it.</summary>
internal sealed class PickleDictionary : PickleValue
{
    private Dictionary<string, PickleValue>? _byName;

    public List<(PickleValue Key, PickleValue Value)> Items { get; } = [];

    public override IEnumerable<PickleValue> Children => Items.SelectMany(item => (PickleValue[])[item.Key, item.Value]);

    public override string Kind => "a dictionary";

    /// <summary>The value of a key that is a text; of several of one name the last counts. Only to be asked once the pickle is read.</summary>
    public PickleValue? Find(string name)
    {
        if (_byName is null)
        {
            _byName = new Dictionary<string, PickleValue>(StringComparer.Ordinal);
            foreach (var (key, value) in Items)
            {
                if (key is PickleText text && text.TryName(out var keyName)) _byName[keyName] = value;
            }
        }

        return _byName.GetValueOrDefault(name);
    }
}

using System.Globalization;

namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>
/// A network of its own: a switch, and for each node a namespace with a cable to it. Nothing of it can be seen from the machine's network,
/// and nothing is left of it.
/// </summary>
internal sealed class TestNetwork : IDisposable
{
    private readonly string _switch = Namespaces.NewName();
    private readonly List<NamespacePlace> _places = [];

    private TestNetwork()
    {
        Tool.Run("ip", "netns", "add", _switch);
        Ip("link", "add", "br0", "type", "bridge");
        Ip("link", "set", "br0", "up");
    }

    /// <summary>The places, in the order in which they were made.</summary>
    public IReadOnlyList<NamespacePlace> Places => _places;

    public static TestNetwork Of(int places)
    {
        var network = new TestNetwork();
        try
        {
            for (var i = 1; i <= places; i++) network.Add(i);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Pulls the cable of a place out of the switch: whatever is sent is lost, and nobody is told.</summary>
    public void Unplug(NamespacePlace place) => Ip("link", "set", place.Port, "down");

    public void Plug(NamespacePlace place) => Ip("link", "set", place.Port, "up");

    public void Dispose()
    {
        foreach (var place in _places) Tool.Failure("ip", "netns", "delete", place.Namespace);
        Tool.Failure("ip", "netns", "delete", _switch);
    }

    private void Add(int number)
    {
        var place = new NamespacePlace(
            Namespaces.NewName(),
            string.Create(CultureInfo.InvariantCulture, $"port{number}"),
            string.Create(CultureInfo.InvariantCulture, $"10.222.0.{number}"));
        Tool.Run("ip", "netns", "add", place.Namespace);
        _places.Add(place);
        Ip("link", "add", place.Port, "type", "veth", "peer", "name", NamespacePlace.Cable, "netns", place.Namespace);
        Ip("link", "set", place.Port, "master", "br0", "up");
        Tool.Run("ip", "-n", place.Namespace, "address", "add", $"{place.Host}/24", "dev", NamespacePlace.Cable);
        Tool.Run("ip", "-n", place.Namespace, "link", "set", NamespacePlace.Cable, "up");
        Tool.Run("ip", "-n", place.Namespace, "link", "set", "lo", "up");
    }

    private void Ip(params string[] arguments) => Tool.Run("ip", ["-n", _switch, .. arguments]);
}

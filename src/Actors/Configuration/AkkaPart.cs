using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace NeuronActors.Configuration;

/// <summary>
/// What of embedded defaults has to be there when a system starts: what they set of Akka's own. The rest may come later, and so below whatever
/// is added in between.
/// </summary>
internal static class AkkaPart
{
    /// <summary>That part of one file; its fallbacks are not looked at.</summary>
    public static Config Of(Config defaults)
    {
        var akka = new HoconObject();
        akka.Items["akka"] = defaults.GetValue("akka");
        var root = new HoconValue();
        root.AppendValue(akka);
        return new Config(new HoconRoot(root));
    }
}

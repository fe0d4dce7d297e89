using System.CommandLine;
using System.CommandLine.Parsing;

namespace NeuronActors.Node.Client.Changes;

/// <summary>The options that say which cores are meant.</summary>
internal sealed class CoreOptions
{
    private readonly Option<int?> _startNc = NumberOption.Whole("--start-nc", "core", "The first core; -1 chooses the least used.", least: -1);

    private readonly Option<int?> _ncCount = NumberOption.Whole("--nc-count", "count", "How many cores get a replica; -1 is one.", least: -1);

    public IEnumerable<Option> All => [_startNc, _ncCount];

    public int? StartNc(ClientCall call) => call.Get(_startNc);

    public int? NcCount(ClientCall call) => call.Get(_ncCount);

    /// <summary>Whether any was given.</summary>
    public bool IsGiven(SymbolResult command) => command.GetResult(_startNc) is not null || command.GetResult(_ncCount) is not null;
}

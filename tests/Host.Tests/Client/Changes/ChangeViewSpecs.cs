using System.Text.Json;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Changes;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Client.Changes;

public sealed class ChangeViewSpecs
{
    [Fact]
    public void A_move_over_a_pool_says_what_each_node_has() => Assert.Equal(
        "mnist: n1 core 0 → pool cores 6–9: n2 cores 2 and 3, n3 cores 0 and 1 Pool version 4, in force after 1.50 ms.",
        WordsOf(new ChangeResult(OfPool(6, 4, new("n2", 2, 2), new("n3", 0, 2)), 1.5, OfPool(0, 1, new NodePlacement.Part("n1", 0, 1)))));

    [Fact]
    public void Cores_that_are_no_run_are_told_by_their_nodes() => Assert.Equal(
        "mnist: nowhere → n1 core 0, n3 core 1 Pool version 4, in force after 1.50 ms.",
        WordsOf(new ChangeResult(OfPool(null, null, new("n1", 0, 1), new("n3", 1, 1)), 1.5, OfPool(null, null))));

    [Fact]
    public void What_does_not_move_stays()
    {
        var where = OfPool(2, 1, new NodePlacement.Part("n2", 0, 1));

        Assert.StartsWith("mnist stays on pool core 2: n2 core 0.", WordsOf(new ChangeResult(where, 1.5, where)), StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_node_by_name_its_name_stands_before_its_cores()
    {
        var before = new NodePlacement("mnist") { Node = "n2", Epoch = 1, Subgraphs = [new("mnist", 0, 1, [0])] };
        var now = before with { Epoch = 2, Subgraphs = [new("mnist", 1, 2, [1, 2])] };

        Assert.Equal("mnist: n2 core 0 → n2 cores 1 and 2 Epoch 2, in force after 1.50 ms.", WordsOf(new ChangeResult(now, 1.5, before)));
    }

    [Fact]
    public void As_json_a_pool_has_parts_and_a_node_has_subgraphs()
    {
        var pool = JsonOf(new ChangeResult(OfPool(2, 1, new NodePlacement.Part("n2", 0, 1)), 1.5, OfPool(0, 1, new NodePlacement.Part("n1", 0, 1))));
        var node = JsonOf(new ChangeResult(new NodePlacement("mnist") { Epoch = 2, Subgraphs = [new("mnist", 1, 1, [1])] }, 1.5));

        Assert.Equal(["milliseconds", "model", "nc_count", "parts", "parts_before", "pool_version", "start_nc"], NamesOf(pool).Order(StringComparer.Ordinal));
        Assert.Equal("n2", pool.GetProperty("parts")[0].GetProperty("node").GetString());
        Assert.Equal(["before", "epoch", "milliseconds", "model", "subgraphs"], NamesOf(node).Order(StringComparer.Ordinal));
    }

    private static NodePlacement OfPool(int? start, int? count, params NodePlacement.Part[] parts) =>
        new("mnist") { PoolVersion = 4, StartNc = start, NcCount = count, Parts = [.. parts] };

    private static IEnumerable<string> NamesOf(JsonElement json) => json.EnumerateObject().Select(property => property.Name);

    private static JsonElement JsonOf(ChangeResult result) => JsonDocument.Parse(JsonSerializer.Serialize(result, NodeJson.Printed)).RootElement;

    private static string WordsOf(ChangeResult result)
    {
        using var output = new StringWriter();
        ChangeView.WriteMove(Terminal.Create(output, isPlain: true), result);
        return string.Join(' ', output.ToString().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }
}

using NeuronActors.Node.Dashboard.Live;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Dashboard.Live;

public sealed class MoveMarksSpecs
{
    [Fact]
    public async Task A_load_and_a_move_leave_a_mark_each_and_rest_leaves_none()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await TestNode.StartAsync(("runtime", "simulated"), ("cores", "4"), ("model-repository", repository.Root));
        var watch = new NodeWatch(node.Parts);
        var marks = new MoveMarks();

        await LookAsync(1);
        await LookAsync(2);
        await node.Client.PostJsonAsync("/v2/neuron/models/steady/placement", """{"start_nc":1,"nc_count":3}""");
        await LookAsync(3);
        await LookAsync(4);

        MoveMark[] expected = [new("steady", "1", 1, 1, "", "0"), new("steady", "1", 3, 3, "0", "1–3")];
        Assert.Equal(expected, marks.All.ToArray());

        async Task LookAsync(long at) =>
            marks.Take(at, await watch.LookAsync(default), node.Parts.Catalog.Models.SelectMany(model => model.Versions));
    }
}

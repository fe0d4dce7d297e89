using System.Text.RegularExpressions;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Tests.Documents;

/// <summary>The pages know the pool.</summary>
public sealed partial class PoolDocumentSpecs
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "repository");

    public static TheoryData<Type> Messages =>
    [
        .. typeof(IPoolWireMessage).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPoolWireMessage))),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_stands_on_the_page_of_protocols(Type message) =>
        Assert.Contains($"`{message.Name}`", File.ReadAllText(Path.Combine(Root, "docs/protocols.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_refusal_stands_on_the_page_of_failure_modes()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs/failure-modes.md"));

        Assert.All(Enum.GetNames<PoolRejection>(), reason => Assert.Contains(reason, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_has_its_reason_above_it()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "hocon/neuron-cluster.conf")).TakeWhile(line => !line.StartsWith("akka", StringComparison.Ordinal)).ToArray();
        for (var i = 1; i < lines.Length; i++)
        {
            if (!Setting().IsMatch(lines[i])) continue;

            Assert.True(lines[i - 1].TrimStart().StartsWith('#'), $"hocon/neuron-cluster.conf says nothing about: {lines[i].Trim()}");
        }
    }

    [GeneratedRegex(@"^\s+[a-z-]+ = ")]
    private static partial Regex Setting();
}

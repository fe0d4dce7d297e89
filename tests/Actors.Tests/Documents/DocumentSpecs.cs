using System.Text.RegularExpressions;
using NeuronActors.Cores;
using NeuronActors.Placement;
using NeuronActors.Routing;
using NeuronActors.Serialization;

namespace NeuronActors.Tests.Documents;

/// <summary>The documents are complete, and their links lead somewhere.</summary>
public sealed partial class DocumentSpecs
{
    public static TheoryData<Type> Messages =>
    [
        .. typeof(Infer).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(INeuronWireMessage))),
        .. ((Type[])[typeof(RouterProtocol), typeof(CoreProtocol), typeof(ShutdownProtocol), typeof(ModelGroupActor)])
            .SelectMany(protocol => protocol.GetNestedTypes())
            .Where(type => !type.IsAbstract),
        typeof(PendingInfer),
        typeof(InferAttempt),
        typeof(PlacementCoordinatorActor.CoresUp),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_stands_on_the_page_of_protocols(Type message)
    {
        Assert.Contains($"`{message.Name}`", Repository.Read("docs/protocols.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refusal_and_every_kind_of_failure_stands_on_the_page_of_failure_modes()
    {
        var page = Repository.Read("docs/failure-modes.md");

        Assert.All(Enum.GetNames<RejectionReason>(), reason => Assert.Contains(reason, page, StringComparison.Ordinal));
        Assert.All(
            Enum.GetValues<RuntimeErrorKind>().Where(kind => kind != RuntimeErrorKind.UnsupportedModel),
            kind => Assert.Contains($"`{kind}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_has_its_reason_above_it()
    {
        var lines = Repository.Read("hocon/neuron.conf").Split('\n').TakeWhile(line => !line.StartsWith("akka", StringComparison.Ordinal)).ToArray();
        for (var i = 1; i < lines.Length; i++)
        {
            if (!Setting().IsMatch(lines[i])) continue;

            var above = lines[..i].Reverse().SkipWhile(line => Setting().IsMatch(line)).First();
            Assert.True(above.TrimStart().StartsWith('#'), $"hocon/neuron.conf says nothing about: {lines[i].Trim()}");
        }
    }

    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file()
    {
        foreach (var document in Repository.Documents)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["path"].Value);
                Assert.True(File.Exists(target), $"{Path.GetRelativePath(Repository.Root, document)} links to {link.Groups["path"].Value}, which is not there.");
            }
        }
    }

    [Fact]
    public void Every_spec_that_a_document_names_is_there()
    {
        var specs = typeof(DocumentSpecs).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Assert.All(
            Repository.Documents.SelectMany(document => Spec().Matches(File.ReadAllText(document))).Select(match => match.Groups["name"].Value),
            name => Assert.Contains(name, specs));
    }

    [GeneratedRegex(@"`(?<name>\w+Specs)`")]
    private static partial Regex Spec();

    [GeneratedRegex(@"^\s+[a-z-]+ = ")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}

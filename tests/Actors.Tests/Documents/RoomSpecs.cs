namespace NeuronActors.Tests.Documents;

/// <summary>Nothing points backwards.</summary>
public sealed class RoomSpecs
{
    [Fact]
    public void The_runtimes_know_no_actors()
    {
        Assert.DoesNotContain(ReferencesOf(typeof(INeuronRuntime)), name => name.StartsWith("Akka", StringComparison.Ordinal) || name == "NeuronActors");
    }

    [Fact]
    public void The_actors_know_no_web_server_and_no_cluster()
    {
        Assert.DoesNotContain(
            ReferencesOf(typeof(NeuronCores)),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name is "NeuronActors.Cluster" or "Akka.Cluster" or "Akka.DistributedData" or "Akka.Remote");
    }

    [Fact]
    public void Only_the_runtimes_know_the_native_libraries()
    {
        Assert.DoesNotContain(ReferencesOf(typeof(NeuronCores)), name => name.Contains("OnnxRuntime", StringComparison.Ordinal));
    }

    private static string[] ReferencesOf(Type type) => [.. type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];
}

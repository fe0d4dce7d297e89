using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtLibrarySpecs : NrtSpec
{
    private const string NoSuchFile = "/nowhere/libnrt.so.1";

    [StandInFact]
    public void A_machine_without_it_is_told_where_it_was_looked_for()
    {
        var library = NrtLibrary.Find(NoSuchFile);

        Assert.False(library.IsSupported);
        Assert.StartsWith($"libnrt could not be loaded: {NoSuchFile}", library.NotSupportedReason, StringComparison.Ordinal);
        Assert.Null(library.Path);
        Assert.Equal((null, library.NotSupportedReason), library.CountCores());
    }

    [StandInFact]
    public void Without_a_configured_path_both_usual_places_are_tried()
    {
        // On a machine that has the original, this finds it.
        var library = NrtLibrary.Find();

        if (library.IsSupported) return;
        Assert.Contains("libnrt.so.1: ", library.NotSupportedReason, StringComparison.Ordinal);
        Assert.Contains("; /opt/aws/neuron/lib/libnrt.so.1: ", library.NotSupportedReason, StringComparison.Ordinal);
    }

    [StandInFact]
    public void A_library_that_is_another_one_is_named_with_what_it_lacks()
    {
        var library = NrtLibrary.Find("libc.so.6");

        Assert.False(library.IsSupported);
        Assert.StartsWith("libc.so.6 lacks nrt_init, nrt_close, ", library.NotSupportedReason, StringComparison.Ordinal);
    }

    [StandInFact]
    public void A_runtime_without_a_library_says_why_and_the_next_one_starts()
    {
        var refused = Assert.Throws<NeuronRuntimeException>(() => Start(Options with { LibraryPath = NoSuchFile }));

        Assert.Equal((RuntimeErrorKind.LifeCycle, "start"), (refused.Kind, refused.Operation));
        Assert.Contains(NoSuchFile, refused.Message, StringComparison.Ordinal);
        AssertWorks();
    }

    [StandInFact]
    public void The_whole_library_has_every_feature_and_says_its_version_before_it_is_initialised()
    {
        var library = NrtLibrary.Find(FakeLibrary.Path);

        Assert.True(library.IsSupported, library.NotSupportedReason);
        Assert.Equal(Enum.GetValues<NrtFeature>(), library.Features);
        Assert.Empty(library.MissingExports);
        Assert.Equal("2.34.10.0", library.Version?.ToString());
        Assert.Equal((32, null), library.CountCores());
        Assert.Equal(0, FakeLibrary.Counts.Inits);
    }

    [StandInFact]
    public void An_optional_export_that_is_missing_switches_one_feature_off_and_is_said()
    {
        var runtime = Start(Options with { LibraryPath = FakeLibrary.BarePath });
        var file = Write(ToyNeff.Identity(ElementType.Float32, 4));

        Assert.Equal(NrtFeature.TensorInfo, Assert.Single(runtime.Library.Features));
        Assert.Equal("libnrt, 2 cores", runtime.Description);
        Assert.Contains(Notices, notice => notice.Kind == NrtNoticeKind.FeatureMissing && notice.Text.Contains("no ModelInfo: it lacks nrt_get_model_info", StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<NrtFeature>().Length - 1, Notices.Count(notice => notice.Kind == NrtNoticeKind.FeatureMissing));

        var replica = runtime.Load(file, Core1);
        Assert.Equal([5f, 6f, 7f, 8f], Run(replica, 5, 6, 7, 8));
        Assert.Equal((replica.MemoryBytes, null), (runtime.GetMemory(Core1).UsedBytes, runtime.GetMemory(Core1).LimitBytes));
        replica.Unload();
        Assert.Equal(0, runtime.GetMemory(Core1).UsedBytes);
        runtime.Probe(Core0);
    }
}

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>Something that whoever runs the program should read. This room has no log; who makes the runtime takes these and writes them.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">One sentence for people.</param>
public readonly record struct NrtNotice(NrtNoticeKind Kind, string Text);

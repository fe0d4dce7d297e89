using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>What is known of a value while <c>forward</c> is followed: not what it will be, but where it comes from.</summary>
internal abstract class CodeValue
{
    /// <summary>Whether an operator that takes it works on data.</summary>
    public virtual bool IsData => false;
}

/// <summary>An argument of <c>forward</c>, or a part of one.</summary>
internal sealed class ArgumentValue(string path) : CodeValue
{
    public string Path => path;

    public override bool IsData => true;
}

/// <summary>A tensor that stands in the archive: a parameter, a buffer, a constant.</summary>
/// <param name="path">The attribute path by which the code has come to it.</param>
/// <param name="tensor">The tensor; null where it is of a kind that cannot be read, or where forward itself changes it.</param>
internal sealed class StoredValue(string path, PickleTensor? tensor) : CodeValue
{
    public string Path => path;

    public PickleTensor? Tensor => tensor;

    public override bool IsData => true;
}

/// <summary>An output of a subgraph.</summary>
/// <param name="call">Which of the executions that forward makes.</param>
/// <param name="index">Which of its outputs.</param>
internal sealed class OutputValue(int call, int index) : CodeValue
{
    public int Call => call;

    public int Index => index;

    public override bool IsData => true;
}

/// <summary>Something that only the host can work out.</summary>
/// <param name="operation">What it would have to do for it.</param>
/// <param name="isData">Whether it is made of data, or only something about the code.</param>
internal sealed class HostValue(string operation, bool isData) : CodeValue
{
    public string Operation => operation;

    public override bool IsData => isData;
}

/// <summary>A number, a text, a bool or None.</summary>
internal sealed class ScalarValue(object? value) : CodeValue
{
    public object? Value => value;
}

/// <summary>A module, a subgraph, or another object of the archive.</summary>
/// <param name="target">The object.</param>
/// <param name="path">The attribute path by which the code has come to it.</param>
internal sealed class ObjectValue(PickleObject target, string path) : CodeValue
{
    public PickleObject Target => target;

    public string Path => path;
}

/// <summary>One of several objects; which one depends on data.</summary>
internal sealed class ChoiceValue(ImmutableArray<CodeValue> options) : CodeValue
{
    public ImmutableArray<CodeValue> Options => options;
}

/// <summary>A tuple or a list; a named tuple has names.</summary>
internal sealed class ListValue(List<CodeValue> items, List<string>? names = null) : CodeValue
{
    public List<CodeValue> Items => items;

    public List<string>? Names => names;
}

/// <summary>A dictionary.</summary>
internal sealed class DictionaryValue(List<(CodeValue Key, CodeValue Value)> items) : CodeValue
{
    public List<(CodeValue Key, CodeValue Value)> Items => items;
}

using System.Globalization;
using System.Text;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>
/// Follows the brackets of a tensor's data: they are either one flat array, whatever the shape, or nested exactly as the shape says. What
/// comes first in the array tells which.
/// </summary>
internal ref struct TensorNesting
{
    /// <summary>How deep the reader of the JSON goes at most; no array is deeper.</summary>
    public const int MaxDepth = 64;

    private readonly string? _input;
    private readonly ImmutableArray<long> _shape;

    // How many children the open array of each depth has, from 1 on.
    private readonly Span<long> _counts;
    private int _depth;

    // The depth of the elements; 0 before the first token within the outermost array.
    private int _leaf;

    /// <summary>Begins before the first bracket.</summary>
    /// <param name="input">The input, for the text of errors.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="counts">Room for <see cref="MaxDepth"/> + 1 numbers.</param>
    public TensorNesting(string? input, ImmutableArray<long> shape, Span<long> counts)
    {
        _input = input;
        _shape = shape;
        _counts = counts;
    }

    /// <summary>Whether every bracket that was opened is closed.</summary>
    public readonly bool IsClosed => _depth == 0;

    /// <summary>An array begins.</summary>
    public void Open()
    {
        if (_depth > 0)
        {
            if (_leaf == 0 && _shape.Length > 1) _leaf = _shape.Length;
            if (_leaf == 0 || _depth >= _leaf) throw Wrong(_counts[_depth], "is an array", "an element");
            Count();
        }

        _counts[++_depth] = 0;
    }

    /// <summary>An array ends.</summary>
    public void Close()
    {
        if (_leaf > 1 && _counts[_depth] < _shape[_depth - 1]) throw WrongLength("has only");
        _depth--;
    }

    /// <summary>An element.</summary>
    public void Element()
    {
        if (_depth == 0) return;
        if (_leaf == 0) _leaf = 1;
        if (_depth != _leaf) throw Wrong(_counts[_depth], "is an element", $"an array of {Number(_shape[_depth])}");
        Count();
    }

    private readonly void Count()
    {
        if (++_counts[_depth] > (_leaf > 1 ? _shape[_depth - 1] : long.MaxValue)) throw WrongLength("has more than");
    }

    private readonly ServingException WrongLength(string has)
    {
        var (given, asked) = (_counts[_depth], _shape[_depth - 1]);
        var many = given > asked ? Number(asked) : Number(given);
        return RequestFlaws.OfInput(_input, $"{Place(_depth - 1)} {has} {many} elements, and its shape {Shape()} asks for {Number(asked)}.");
    }

    private readonly ServingException Wrong(long index, string given, string asked) =>
        RequestFlaws.OfInput(
            _input,
            _leaf == 1 && _shape.Length > 1
                ? $"{Place(_depth - 1)}[{Number(index)}] {given} behind elements; data is flat, or nested as its shape {Shape()}."
                : $"{Place(_depth - 1)}[{Number(index)}] {given}, and its shape {Shape()} asks for {asked} there; data is flat, or nested as its shape.");

    // The way to the open array of a depth: data[1][0].
    private readonly string Place(int depth)
    {
        var place = new StringBuilder("data");
        for (var i = 1; i <= depth; i++) place.Append(CultureInfo.InvariantCulture, $"[{_counts[i] - 1}]");
        return place.ToString();
    }

    private readonly string Shape() => $"[{string.Join(", ", _shape)}]";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

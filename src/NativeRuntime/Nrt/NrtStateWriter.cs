using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// Writes the states of a replica into its slots, once and for all of its life, piece by piece: weights that are kept outside a NEFF may be larger
/// than what the host has to spare.
/// </summary>
internal sealed class NrtStateWriter(NrtCalls calls, NrtCore core)
{
    private const int Piece = 4 * 1024 * 1024;

    /// <exception cref="NeuronRuntimeException">The device refuses, and which state it was.</exception>
    /// <exception cref="ModelFiles.ModelFileException">The file cannot be read any more.</exception>
    public void Write(NrtSlot[] slots, NrtTensor[] states, ImmutableArray<ByteSource> contents)
    {
        if (states.Length == 0) return;

        var piece = new byte[(int)Math.Min(Piece, contents.Max(content => content.Length))];
        for (var i = 0; i < states.Length; i++)
        {
            for (var at = 0L; at < contents[i].Length; at += piece.Length)
            {
                var part = piece.AsSpan(0, (int)Math.Min(piece.Length, contents[i].Length - at));
                contents[i].Read(at, part);
                foreach (var slot in slots) Write(slot.States[i], states[i], part, at);
            }
        }
    }

    private void Write(TensorHandle state, in NrtTensor spec, ReadOnlySpan<byte> part, long at)
    {
        var status = calls.Write(state, part, at);
        if (status == NeuronStatus.Success) return;

        core.Judge(status);
        throw calls.Error(status, "load", core.Index, $"state '{spec.Name}' could not be written at byte {at}");
    }
}

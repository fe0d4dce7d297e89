using System.Buffers;
using CsCheck;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class TensorFrameSpecs
{
    private static readonly ModelName Model = new ModelName("resnet");

    private static readonly Gen<Tensor> Tensors =
        from type in Gen.Enum<ElementType>().Where(type => type != ElementType.Bytes)
        from dimensions in Gen.Long[0, 5].Array[0, 3]
        let shape = new TensorShape(dimensions)
        let size = (int)shape.ElementCount * type.Size()
        from data in Gen.Byte.Array[size]
        select new Tensor(type, shape, data);

    private static readonly Gen<ImmutableArray<NamedTensor>> Named =
        Gen.Select(Gen.String[1, 20], Tensors, (name, tensor) => new NamedTensor(name, tensor)).Array[0, 4].Select(tensors => tensors.ToImmutableArray());

    [Fact]
    public void A_request_comes_in_as_it_went_out_however_the_bytes_are_cut_into_segments()
    {
        Gen.Select(Named, Gen.Int[1, 100]).Sample((inputs, segment) =>
        {
            var request = new Infer(Model, inputs) { RequestId = "7", Subgraph = "head", RetryOnFault = false, Deadline = Deadline.After(TimeSpan.FromHours(1)) };

            var read = Read(Write(TensorFrame.Of(request)), segment).AsRequest()!;

            AssertSame(inputs, read.Inputs);
            Assert.Equal((Model, "7", "head", false), (read.Model, read.RequestId, read.Subgraph, read.RetryOnFault));
            Assert.InRange(read.Deadline.Left(), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        });
    }

    [Fact]
    public void A_result_comes_in_with_its_load()
    {
        Named.Sample(outputs =>
        {
            var answer = new InferCompleted(outputs, [new VisibleCoreIndex(2)]) { RequestId = "r", Executed = TimeSpan.FromMilliseconds(5) };

            var frame = Read(Write(TensorFrame.Of(answer, new NodeLoad(1, 2, 3))), 1000);

            var read = Assert.IsType<InferCompleted>(frame.AsAnswer());
            AssertSame(outputs, read.Outputs);
            Assert.Equal((answer.RequestId, answer.Executed), (read.RequestId, read.Executed));
            Assert.Equal(answer.Cores.AsEnumerable(), read.Cores);
            Assert.Equal(new NodeLoad(1, 2, 3), frame.Load);
        });
    }

    [Fact]
    public void Refusals_and_failures_come_in_as_they_went_out()
    {
        InferAnswer[] answers =
        [
            new InferRejected(RejectionReason.QueueFull, "full") { RequestId = "a", RetryAfter = TimeSpan.FromSeconds(2) },
            new InferFailed(RuntimeErrorKind.DeviceFault, "broken") { Core = new VisibleCoreIndex(1), Status = (NeuronStatus)1200 },
        ];

        Assert.All(answers, answer => Assert.Equal(answer, Read(Write(TensorFrame.Of(answer, load: null)), 10).AsAnswer()));
    }

    [Fact]
    public void The_size_that_is_measured_is_the_size_that_is_written()
    {
        Named.Sample(inputs =>
        {
            var frame = TensorFrame.Of(new Infer(Model, inputs));

            Assert.Equal(frame.TotalBytes, Write(frame).Length);
        });
    }

    [Fact]
    public void Tensors_are_read_into_memory_of_exactly_their_size()
    {
        var read = Read(Write(TensorFrame.Of(new Infer(Model, [("x", Tensor.From(new float[100]))]))), 64).AsRequest()!;

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(read.Inputs[0].Tensor.Data, out var memory));
        Assert.Equal((0, 400, 400), (memory.Offset, memory.Count, memory.Array!.Length));
    }

    [Fact]
    public void Whatever_is_cut_short_is_a_flaw_and_no_exception()
    {
        var whole = Write(TensorFrame.Of(new Infer(Model, [("x", Tensor.From([1L, 2L])), ("s", Tensor.FromStrings(["a", "bc"]))])));

        for (var count = 0; count < whole.Length; count++) Assert.NotNull(Read(whole[..count], 7).Flaw);
        Assert.Null(Read(whole, 7).Flaw);
    }

    [Fact]
    public void Whatever_is_damaged_is_a_flaw_or_another_message_and_no_exception()
    {
        var whole = Write(TensorFrame.Of(new Infer(Model, [("x", Tensor.From([1L, 2L])), ("s", Tensor.FromStrings(["a", "bc"]))])));

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] damaged = [.. whole];
            damaged[at] = value;
            Read(damaged, 50);
        });
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.NotNull(Read(bytes, 50).Flaw));
    }

    [Fact]
    public void A_tensor_that_claims_more_than_is_there_is_not_allocated_for()
    {
        var whole = Write(TensorFrame.Of(new Infer(Model, [("x", new Tensor(ElementType.UInt8, new TensorShape(4), new byte[4]))])));

        // The count of bytes is the last of the header: 8 bytes, before the 4 of the tensor.
        BitConverter.TryWriteBytes(whole.AsSpan(whole.Length - 12), 1L << 40);

        Assert.Contains("1099511627776 bytes", Read(whole, 1000).Flaw, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_a_newer_node_adds_to_the_header_are_skipped()
    {
        var old = Write(TensorFrame.Of(new Infer(Model, [("x", Tensor.From([7L]))])));
        var header = BitConverter.ToInt32(old);
        byte[] newer = [.. BitConverter.GetBytes(header + 3), 2, .. old[5..(4 + header)], 9, 9, 9, .. old[(4 + header)..]];
        byte[] wrong = [.. newer[..4], 1, .. newer[5..]];

        Assert.Equal([7L], Read(newer, 1000).AsRequest()!.Inputs[0].Tensor.AsSpan<long>().ToArray());
        Assert.Contains("3 bytes too many", Read(wrong, 1000).Flaw, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_1_of_the_layout_stays_as_it_is()
    {
        var rejected = new InferRejected(RejectionReason.Draining, "no");

        var header = Write(TensorFrame.Of(rejected, new NodeLoad(1, 2, 3)))[4..];

        Assert.Equal(TensorFrame.Version, header[0]);
        Assert.Equal([3, 0, 0, 0, (byte)'I', (byte)'R', (byte)'1'], header[1..8]);
        var message = BitConverter.ToInt32(header, 8);
        Assert.Equal([1, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0], header[(12 + message)..]);
    }

    private static byte[] Write(TensorFrame frame)
    {
        var writer = new ArrayBufferWriter<byte>();
        TensorFrameWriter.Write(frame, writer, TimeProvider.System);
        return writer.WrittenSpan.ToArray();
    }

    private static TensorFrame Read(byte[] bytes, int segment)
    {
        var first = new Segment(bytes.AsMemory(0, Math.Min(segment, bytes.Length)));
        var last = first;
        for (var at = segment; at < bytes.Length; at += segment) last = last.Append(bytes.AsMemory(at, Math.Min(segment, bytes.Length - at)));
        return TensorFrameReader.Read(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length), TimeProvider.System);
    }

    private static void AssertSame(ImmutableArray<NamedTensor> expected, ImmutableArray<NamedTensor> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal((one.Name, one.Tensor.ElementType, one.Tensor.Shape), (other.Name, other.Tensor.ElementType, other.Tensor.Shape));
            Assert.True(one.Tensor.Data.Span.SequenceEqual(other.Tensor.Data.Span));
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>Sizes and offsets as a C compiler gives them for AWS's headers on x86-64.</summary>
public sealed unsafe class NrtLayoutSpecs
{
    [Fact]
    public void The_structures_have_the_sizes_of_the_headers()
    {
        Assert.Equal(224, sizeof(NrtVersionLayout));
        Assert.Equal(32, sizeof(NrtInstanceLayout));
        Assert.Equal(296, sizeof(NrtTensorInfoLayout));
        Assert.Equal(8, sizeof(NrtTensorInfoArrayLayout));
        Assert.Equal(16, sizeof(NrtMemoryLayout));
        Assert.Equal(4, sizeof(NrtModelInfoLayout));
    }

    [Theory]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.Major), 0)]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.Minor), 8)]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.Patch), 16)]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.Maintenance), 24)]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.Detail), 32)]
    [InlineData(typeof(NrtVersionLayout), nameof(NrtVersionLayout.GitHash), 160)]
    [InlineData(typeof(NrtInstanceLayout), nameof(NrtInstanceLayout.Family), 0)]
    [InlineData(typeof(NrtInstanceLayout), nameof(NrtInstanceLayout.Size), 4)]
    [InlineData(typeof(NrtInstanceLayout), nameof(NrtInstanceLayout.ArchName), 8)]
    [InlineData(typeof(NrtInstanceLayout), nameof(NrtInstanceLayout.DeviceRevision), 24)]
    [InlineData(typeof(NrtMemoryLayout), nameof(NrtMemoryLayout.BytesUsed), 0)]
    [InlineData(typeof(NrtMemoryLayout), nameof(NrtMemoryLayout.BytesLimit), 8)]
    public void A_field_is_where_the_headers_have_it(Type type, string field, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    // A pointer within keeps this one from Marshal.OffsetOf.
    [Fact]
    public void The_fields_of_a_tensor_info_are_where_the_headers_have_them()
    {
        NrtTensorInfoLayout info;
        var start = (byte*)&info;

        Assert.Equal(0, (byte*)info.Name - start);
        Assert.Equal(256, (byte*)&info.Usage - start);
        Assert.Equal(264, (byte*)&info.Size - start);
        Assert.Equal(272, (byte*)&info.Dtype - start);
        Assert.Equal(280, (byte*)&info.Shape - start);
        Assert.Equal(288, (byte*)&info.Rank - start);
        Unsafe.SkipInit(out info);
    }
}

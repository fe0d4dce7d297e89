using System.Runtime.InteropServices;
using System.Text;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>The calls of libnrt in terms of handles and .NET types. A status that is not success becomes an exception here.</summary>
internal sealed unsafe class NrtCalls(NrtApi api)
{
    // More dimensions than this are no shape but a misread structure.
    private const uint MostDimensions = 64;

    public NrtApi Api => api;

    public NeuronStatus Init()
    {
        fixed (byte* nothing = "\0"u8) return api.Init(NrtApi.NoFramework, nothing, nothing);
    }

    /// <summary>How many cores the machine has, whatever the environment says; may be asked before <see cref="Init"/>.</summary>
    public (NeuronStatus Status, int Count) TotalCores()
    {
        uint count;
        var status = api.TotalCores(&count);
        return (status, status == NeuronStatus.Success ? (int)Math.Min(count, VisibleCores.MaximumCount) : 0);
    }

    /// <summary>How many cores this process has.</summary>
    public int VisibleCoreCount()
    {
        uint count;
        Check(api.VisibleCores(&count), "start", core: null, "the number of visible cores could not be read");
        return (int)Math.Min(count, VisibleCores.MaximumCount);
    }

    /// <summary>The version, where the library says it; may be asked before <see cref="Init"/>.</summary>
    public NrtVersion? Version()
    {
        NrtVersionLayout raw;
        if (api.Version is null || api.Version(&raw, (nuint)sizeof(NrtVersionLayout)) != NeuronStatus.Success) return null;

        return new NrtVersion(raw.Major, raw.Minor, raw.Patch, raw.Maintenance, Text(raw.Detail, 128), Text(raw.GitHash, 64));
    }

    public NrtInstance? Instance()
    {
        NrtInstanceLayout raw;
        if (api.InstanceInfo is null || api.InstanceInfo(&raw, (nuint)sizeof(NrtInstanceLayout)) != NeuronStatus.Success) return null;

        return new NrtInstance(raw.Family, raw.Size, Text(raw.ArchName, 16), Text(raw.DeviceRevision, 8));
    }

    public CoreMemory? Memory(VisibleCoreIndex core)
    {
        NrtMemoryLayout raw;
        nuint written;
        if (api.MemoryStatistics is null) return null;

        var status = api.MemoryStatistics((uint)core.Value, &raw, (nuint)sizeof(NrtMemoryLayout), &written);
        return status == NeuronStatus.Success && written >= (nuint)sizeof(NrtMemoryLayout)
            ? new CoreMemory((long)raw.BytesUsed, raw.BytesLimit == 0 ? null : (long)raw.BytesLimit)
            : null;
    }

    public (NeuronStatus Status, nint Model) Load(NativeBytes neff, VisibleCoreIndex core)
    {
        nint model = 0;
        return (api.Load(neff.Memory, neff.Length, core.Value, NrtApi.OneCore, &model), model);
    }

    /// <summary>On which core a model is, where the library says it.</summary>
    public int? CoreOf(ModelHandle model)
    {
        NrtModelInfoLayout raw;
        nuint written;
        if (api.ModelInfo is null) return null;

        var status = api.ModelInfo(model.Address, &raw, (nuint)sizeof(NrtModelInfoLayout), &written);
        return status == NeuronStatus.Success ? (int)raw.Vnc : null;
    }

    /// <summary>What tensors a model takes and gives; null where the library does not say it.</summary>
    /// <exception cref="NeuronRuntimeException">It failed, or gives what cannot be.</exception>
    public NrtTensorInfo[]? TensorsOf(ModelHandle model, VisibleCoreIndex core)
    {
        if (api.TensorInfo is null || api.FreeTensorInfo is null) return null;

        NrtTensorInfoArrayLayout* all = null;
        Check(api.TensorInfo(model.Address, &all), "load", core, "the tensors of the model could not be read");
        try
        {
            var first = (NrtTensorInfoLayout*)(all + 1);
            var infos = new NrtTensorInfo[checked((int)all->Count)];
            for (var i = 0; i < infos.Length; i++) infos[i] = Read(first + i, core);
            return infos;
        }
        finally
        {
            api.FreeTensorInfo(all);
        }
    }

    public TensorHandle AllocateTensor(RuntimeHandle runtime, VisibleCoreIndex core, string name, long bytes, string operation)
    {
        nint tensor = 0;
        fixed (byte* text = Terminated(name))
        {
            var status = api.AllocateTensor(NrtApi.PlacedOnDevice, core.Value, (nuint)bytes, text, &tensor);
            Check(status, operation, core, $"no memory could be had for tensor '{name}' of {bytes} bytes");
        }

        return new TensorHandle(api, runtime, tensor);
    }

    public TensorSetHandle AllocateSet(RuntimeHandle runtime, VisibleCoreIndex core)
    {
        nint set = 0;
        Check(api.AllocateSet(&set), "load", core, "no tensor set could be had");
        return new TensorSetHandle(api, runtime, set);
    }

    public void Add(TensorSetHandle set, string name, TensorHandle tensor, VisibleCoreIndex core)
    {
        fixed (byte* text = Terminated(name)) Check(api.AddToSet(set.Address, text, tensor.Address), "load", core, $"tensor '{name}' could not be put into its set");
        set.Hold(tensor);
    }

    public NeuronStatus Write(TensorHandle tensor, ReadOnlySpan<byte> bytes, long offset = 0)
    {
        fixed (byte* from = bytes) return api.WriteTensor(tensor.Address, from, (nuint)offset, (nuint)bytes.Length);
    }

    public NeuronStatus Read(TensorHandle tensor, Span<byte> bytes)
    {
        fixed (byte* to = bytes) return api.ReadTensor(tensor.Address, to, 0, (nuint)bytes.Length);
    }

    public NeuronStatus Execute(ModelHandle model, TensorSetHandle inputs, TensorSetHandle outputs) =>
        api.Execute(model.Address, inputs.Address, outputs.Address);

    /// <summary>Throws what a status calls for, unless it is success.</summary>
    public void Check(NeuronStatus status, string operation, VisibleCoreIndex? core, string what)
    {
        if (status != NeuronStatus.Success) throw Error(status, operation, core, what);
    }

    /// <summary>The exception of a status. The one place where a status of libnrt becomes one.</summary>
    public NeuronRuntimeException Error(NeuronStatus status, string operation, VisibleCoreIndex? core, string what)
    {
        // What is wrong with a request that consists of a file is the file.
        var kind = status.Kind();
        if (operation == "load" && kind == RuntimeErrorKind.BadRequest) kind = RuntimeErrorKind.UnsupportedModel;

        var where = core is { } index ? $" on NeuronCore {index}" : "";
        return new NeuronRuntimeException(kind, operation, $"{operation}{where} failed with {status.Describe()}{LibraryText(status)}: {what}", core, status);
    }

    private string LibraryText(NeuronStatus status)
    {
        if (api.StatusText is null || Enum.IsDefined(status)) return "";

        var text = api.StatusText((int)status);
        return text is null ? "" : $", which libnrt calls {Marshal.PtrToStringUTF8((nint)text)}";
    }

    private static NrtTensorInfo Read(NrtTensorInfoLayout* raw, VisibleCoreIndex core)
    {
        if (raw->Rank > MostDimensions || (raw->Rank > 0 && raw->Shape is null))
        {
            var message = $"libnrt describes a tensor of {raw->Rank} dimensions: its structures are not those that this version was built against";
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", message, core, status: null);
        }

        var shape = new long[raw->Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = raw->Shape[i];
        return new NrtTensorInfo(
            Text(raw->Name, NrtTensorInfoLayout.NameBytes), raw->Usage == NrtApi.UsedAsOutput, checked((long)raw->Size), raw->Dtype, [.. shape]);
    }

    private static string Text(byte* at, int room)
    {
        var bytes = new ReadOnlySpan<byte>(at, room);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}

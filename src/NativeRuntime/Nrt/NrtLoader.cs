using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>Makes a replica: reads the file, loads it onto one core, checks what came of it, and allocates its slots.</summary>
internal sealed class NrtLoader(NrtCalls calls, RuntimeHandle runtime, NrtRuntimeOptions options, NrtGate gate, NrtMemory memory, Action<NrtReplica> unload)
{
    /// <exception cref="NeuronRuntimeException">It could not be loaded; nothing stays loaded.</exception>
    public NrtReplica Load(SubgraphFile subgraph, NrtCore core)
    {
        try
        {
            using var image = NeffImage.Open(subgraph);
            using var neff = NativeBytes.Read(image.Neff);
            return Load(subgraph, image, neff, core);
        }
        catch (ModelFileException unreadable)
        {
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", unreadable.Message, core.Index, status: null, unreadable);
        }
    }

    private NrtReplica Load(SubgraphFile subgraph, NeffImage image, NativeBytes neff, NrtCore core)
    {
        var file = subgraph.Entry is { } entry ? $"{subgraph.Path} ({entry})" : subgraph.Path;

        // What an execution leaves in a state is there for the next one: so there is one of it, and executions take turns.
        var slotCount = subgraph.Updates.IsEmpty ? options.ExecutionSlotsPerCore : 1;

        using var turn = gate.Enter();
        core.ThrowIfWedged("load");
        memory.Admit(core, file, image.Neff.Length + (slotCount * image.StateBytes));

        // With an open gate other loads move the figure meanwhile, and the difference is not this one's.
        var before = options.SerializesLoads ? calls.Memory(core.Index) : null;
        var (status, native) = calls.Load(neff, core.Index);
        if (status != NeuronStatus.Success)
        {
            core.Judge(status);
            throw calls.Error(status, "load", core.Index, file);
        }

        var model = new ModelHandle(calls.Api, runtime, core, gate, native);
        try
        {
            CheckCore(model, core, file);
            var signature = Describe(model, core, subgraph, file);
            var slots = new NrtSlotMaker(calls, runtime, core.Index, signature).Make(slotCount);
            model.Own(slots);
            new NrtStateWriter(calls, core).Write(slots, signature.States, image.States);
            var bytes = memory.Taken(core, file, before, image.Neff.Length + (slotCount * signature.Bytes));
            var setup = new NrtReplicaSetup(subgraph.Name, bytes, options.NumericalErrors, options.Notify, unload);
            return new NrtReplica(calls, model, core, signature, new NrtSlots(slots), setup);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void CheckCore(ModelHandle model, NrtCore core, string file)
    {
        if (calls.CoreOf(model) is not { } actual || actual == core.Index.Value) return;

        var message = $"load on NeuronCore {core.Index} failed: libnrt put {file} onto core {actual}";
        throw new NeuronRuntimeException(RuntimeErrorKind.Unknown, "load", message, core.Index, status: null);
    }

    private NrtSignature Describe(ModelHandle model, NrtCore core, SubgraphFile subgraph, string file)
    {
        try
        {
            return NrtSignature.Of(calls.TensorsOf(model, core.Index), subgraph);
        }
        catch (Exception flaw) when (flaw is FormatException or OverflowException)
        {
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", $"{file}: {flaw.Message}", core.Index, status: null, flaw);
        }
    }
}

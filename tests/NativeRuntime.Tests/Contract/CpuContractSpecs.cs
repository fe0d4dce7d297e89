using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.Cpu;

namespace NeuronActors.NativeRuntime.Tests.Contract;

/// <summary>The contract, kept by ONNX Runtime on virtual cores.</summary>
public sealed class CpuContractSpecs : RuntimeContractSpecs
{
    protected override INeuronRuntime CreateRuntime(int cores) => new CpuRuntime(new CpuRuntimeOptions { Cores = VisibleCores.First(cores) });

    protected override SubgraphFile WriteIdentity(string name, TensorShape shape)
    {
        object[] dimensions = [.. shape.Dimensions.Cast<object>()];
        var model = new OnnxModelBuilder()
            .Input("x", OnnxType.Float, dimensions)
            .Output("y", OnnxType.Float, dimensions)
            .Node("Identity", ["x"], ["y"]);
        return Folder.Write($"{name}.onnx", SubgraphFormat.Onnx, model.Build());
    }
}

using System.Globalization;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Contract;

public sealed class SimulatedContractSpecs : RuntimeContractSpecs
{
    protected override INeuronRuntime CreateRuntime(int cores) =>
        new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(cores) });

    protected override SubgraphFile WriteIdentity(string name, TensorShape shape)
    {
        var dimensions = string.Join(',', shape.Dimensions.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        return Folder.WriteSimulated(name, $$"""
            {
              "inputs": [{ "name": "x", "datatype": "FP32", "shape": [{{dimensions}}] }],
              "outputs": [{ "name": "y", "datatype": "FP32", "shape": [{{dimensions}}], "from": "x" }],
              "memory": "1MiB"
            }
            """);
    }
}

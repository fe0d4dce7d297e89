using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// Runs a session and owns the working arrays for it, which serve one execution after the other. Inputs are read where they are. Outputs
/// whose shape is known beforehand are written straight into the memory of the answer; the others are copied there once.
/// </summary>
internal sealed class Execution(OnnxSession session)
{
    private readonly BoundInput[] _inputs = [.. session.InputNames.Select(_ => new BoundInput())];
    private readonly OrtValue?[] _inputValues = new OrtValue?[session.InputNames.Length];
    private readonly BoundOutput[] _outputs =
        [.. session.Signature.Outputs.Zip(session.OutputShapes, (spec, rule) => new BoundOutput(spec, rule))];

    private readonly OrtValue?[] _outputValues = new OrtValue?[session.OutputNames.Length];

    public ImmutableArray<NamedTensor> Run(ReadOnlySpan<NamedTensor> inputs)
    {
        for (var i = 0; i < inputs.Length; i++) _inputValues[i] = _inputs[i].Bind(inputs[i].Tensor);
        var prepared = PrepareOutputs(inputs);
        try
        {
            return prepared == _outputs.Length ? RunInPlace() : RunAllocating(inputs);
        }
        catch (OnnxRuntimeException) when (prepared > 0)
        {
            // Either the request is at fault, and fails again, or the model describes its outputs wrongly, so that what was prepared did
            // not fit. It answers all the same, and each output remembers whether it was the one.
            ReleaseOutputs();
            return RunAllocating(inputs);
        }
    }

    /// <summary>Lets go of everything that belongs to the execution before.</summary>
    public void Clear()
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Release();
            _inputValues[i] = null;
        }

        ReleaseOutputs();
    }

    private int PrepareOutputs(ReadOnlySpan<NamedTensor> inputs)
    {
        var prepared = 0;
        for (var i = 0; i < _outputs.Length; i++)
        {
            _outputValues[i] = _outputs[i].TryPrepare(inputs);
            if (_outputValues[i] is not null) prepared++;
        }

        return prepared;
    }

    private ImmutableArray<NamedTensor> RunInPlace()
    {
        session.Inference.Run(session.RunOptions, session.InputNames, _inputValues!, session.OutputNames, _outputValues!);

        var answer = new NamedTensor[_outputs.Length];
        for (var i = 0; i < answer.Length; i++) answer[i] = _outputs[i].TakePrepared();
        return ImmutableCollectionsMarshal.AsImmutableArray(answer);
    }

    private ImmutableArray<NamedTensor> RunAllocating(ReadOnlySpan<NamedTensor> inputs)
    {
        using var binding = session.Inference.CreateIoBinding();
        for (var i = 0; i < _inputs.Length; i++) binding.BindInput(session.InputNames[i], _inputValues[i]!);
        for (var i = 0; i < _outputs.Length; i++)
        {
            if (_outputValues[i] is { } prepared) binding.BindOutput(session.OutputNames[i], prepared);
            else binding.BindOutputToDevice(session.OutputNames[i], OrtMemoryInfo.DefaultInstance);
        }

        using var values = session.Inference.RunWithBoundResults(session.RunOptions, binding);
        var answer = new NamedTensor[_outputs.Length];
        for (var i = 0; i < answer.Length; i++)
        {
            answer[i] = _outputValues[i] is null ? _outputs[i].Copy(values[i], inputs) : _outputs[i].TakePrepared();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(answer);
    }

    private void ReleaseOutputs()
    {
        for (var i = 0; i < _outputs.Length; i++)
        {
            _outputs[i].Release();
            _outputValues[i] = null;
        }
    }
}

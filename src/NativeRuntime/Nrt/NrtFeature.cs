namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What only some versions of libnrt can do. A feature whose exports are missing is switched off, and everything else works.</summary>
public enum NrtFeature
{
    /// <summary>The library says its version. Without it, <see cref="NrtRuntime.Description"/> has none.</summary>
    Version,

    /// <summary>The library says on what instance it runs. Without it, <see cref="NrtRuntime.Description"/> has none.</summary>
    InstanceInfo,

    /// <summary>Logical cores are told from physical ones. Without it the two are taken to be the same, which is wrong on Trn2 only.</summary>
    LogicalCores,

    /// <summary>A loaded model says what its tensors are. Without it only files that say so themselves can be loaded.</summary>
    TensorInfo,

    /// <summary>A loaded model says on which core it is. Without it that is not checked.</summary>
    ModelInfo,

    /// <summary>The memory of a core is told. Without it nothing is refused for want of memory before it starts, and no leak is found.</summary>
    MemoryStatistics,

    /// <summary>The library has a text for a status. Without it a status that we do not know is a number only.</summary>
    StatusTexts,
}

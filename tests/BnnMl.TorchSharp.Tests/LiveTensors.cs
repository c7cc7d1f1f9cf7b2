namespace BnnMl.TorchSharp.Tests;

/// <summary>Tests that count live tensors or the process's memory: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(LiveTensors), DisableParallelization = true)]
public sealed class LiveTensors;

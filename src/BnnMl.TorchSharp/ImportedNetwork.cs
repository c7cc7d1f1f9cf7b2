namespace BnnMl.TorchSharp;

/// <summary>A network trained elsewhere.</summary>
/// <param name="Network">Ready for inference.</param>
/// <param name="Latent">To train further, as <see cref="TrainingOptions.WarmStart"/>; its latent weights were clipped to [−1, 1].</param>
/// <param name="Differences">Where the network answers otherwise than in PyTorch, a sentence each; empty where it answers alike.</param>
public sealed record ImportedNetwork(PackedNetwork Network, LatentNetwork Latent, IReadOnlyList<string> Differences);

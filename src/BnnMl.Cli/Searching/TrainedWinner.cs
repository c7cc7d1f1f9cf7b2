namespace BnnMl.Cli.Searching;

/// <summary>The winner after its full training.</summary>
/// <param name="Network">With its training record.</param>
/// <param name="Epochs">Passes over all training data.</param>
/// <param name="Checkpoint">File that the training kept its state in.</param>
sealed record TrainedWinner(PackedNetwork Network, double Epochs, string Checkpoint)
{
    /// <summary>Removes the training's state, once everything that follows from it is written.</summary>
    internal void Forget() => File.Delete(Checkpoint);
}

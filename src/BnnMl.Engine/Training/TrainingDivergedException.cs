namespace BnnMl;

/// <summary>The loss or a gradient became infinite or NaN; the message names the step, the place, the likely cause and the remedy.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>An exception without details.</summary>
    public TrainingDivergedException() { }

    /// <summary>An exception with a message.</summary>
    public TrainingDivergedException(string message) : base(message) { }

    /// <summary>An exception with a message and a cause.</summary>
    public TrainingDivergedException(string message, Exception innerException) : base(message, innerException) { }
}

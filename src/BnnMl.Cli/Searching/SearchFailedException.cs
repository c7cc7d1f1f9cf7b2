namespace BnnMl.Cli.Searching;

/// <summary>A search found nothing to choose from.</summary>
sealed class SearchFailedException(string message) : Exception(message);

namespace BnnMl.Cli;

/// <summary>The command line itself is wrong: exit code 2.</summary>
sealed class UsageException(string message) : Exception(message);

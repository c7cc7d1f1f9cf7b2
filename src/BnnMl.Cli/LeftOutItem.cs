namespace BnnMl.Cli;

/// <summary>A package or project that this build goes without.</summary>
/// <param name="Name">Package or project.</param>
/// <param name="Reason">Why it can't be had.</param>
/// <param name="Consequence">What does not work without it.</param>
sealed record LeftOutItem(string Name, string Reason, string Consequence);

namespace BnnMl.Cli.Searching;

/// <summary>Who proposes candidates.</summary>
enum TunerKind
{
    /// <summary>Evolution over the non-dominated trials.</summary>
    Nsga2,

    /// <summary>A Sobol sequence.</summary>
    Random,
}

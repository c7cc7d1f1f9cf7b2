namespace BnnMl;

/// <summary>Who proposes an experiment's candidates.</summary>
public enum SearchMethod
{
    /// <summary>Evolution over the non-dominated trials (<see cref="Search.NsgaTuner"/>).</summary>
    Nsga2,

    /// <summary>A Sobol sequence (<see cref="Search.RandomTuner"/>): learns nothing from its trials, spreads evenly.</summary>
    Random,
}

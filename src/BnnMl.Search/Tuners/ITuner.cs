namespace BnnMl.Search;

/// <summary>
/// Proposes genomes from finished trials. A tuner has no randomness and no clock of its own: what it proposes is a function of the address and of the
/// trials it was told, so that a study can be continued by telling a new tuner the same trials. Used by one thread at a time.
/// </summary>
public interface ITuner
{
    /// <summary>The rule and its settings, as text; a journal of another tuner is refused by it.</summary>
    string Signature { get; }

    /// <summary>A genome of the space, repaired.</summary>
    Genome Ask(AskAddress address);

    /// <summary>A trial that is over, well or badly; trials are told in the order of their numbers, each once.</summary>
    void Tell(Trial finished);
}

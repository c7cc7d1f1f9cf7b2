using BnnMl.Cli.Output;
using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>Trains the winner on all training data, the part that trials were judged by included.</summary>
sealed class WinnerTraining(SearchRequest request, Terminal terminal)
{
    internal TrainedWinner Train(Trial winner, DataSplit split, TimeSpan? budget, CancellationToken cancel)
    {
        var options = FullTraining.Options(winner.Candidate, request.Trial, request.Seed, budget) with { CheckpointPath = request.Files.Checkpoint(winner.Id) };
        var (engine, encoding) = (Engines.Default, InputEncoding.Fit(split.Train));
        try
        {
            var result = terminal.Track("training the winner", tracker =>
                engine.Train(winner.Candidate.Network, encoding, encoding.Encode(split.Train), null, options, new TrackedTraining(tracker), cancel));
            terminal.Line($"trained for {Shown.Epochs(result)} in {Shown.Time(result.Elapsed)}{(budget is null || result.Epochs >= options.Epochs ? "" : " (as many as the budget allowed)")}");
            return new TrainedWinner(ModelOrigin.Attach(result.Network, split.Train), result.Epochs, options.CheckpointPath);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"stopped while training the winner; nothing is lost: the same command goes on from {options.CheckpointPath}.");
        }
    }
}

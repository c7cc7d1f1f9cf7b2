using System.CommandLine;
using BnnMl.Cli.Options;
using BnnMl.Cli.Searching;
using BnnMl.Search;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml search`: from data to a front, a winner and its exported, simulated files.</summary>
static class SearchCommand
{
    static readonly BinarizedTrialOptions Defaults = new();
    static readonly TimeSpan DefaultBudget = TimeSpan.FromMinutes(5);

    internal static ToolCommand Create()
    {
        var (data, output) = (new DataOptions(), SharedOptions.Out("DIR", "Folder for front.csv, winner.bnn, winner.onnx, winner.faulty.onnx, report.html and the study's journal."));
        var budget = Typed.Option<TimeSpan?>("--budget", "TIME", "Time for everything, as 90s, 5m, 2h: about 55 % searching, 30 % training the winner. Without it and --trials: 5m.", text => Quantity.Duration(text));
        var maxBytes = Typed.Option("--max-bytes", "SIZE", "The most memory a network may take, as 100KiB or 102400.", Quantity.Bytes, "100KiB");
        var maxMacs = Typed.Option("--max-macs", "N", "The most multiply-accumulates per sample: bounds the time of a trial.", text => (long)Quantity.Count(text), "3000000");
        var trials = Typed.Option<int?>("--trials", "N", "Trials in all, those of an earlier run included.", text => Quantity.Count(text));
        var workers = Typed.Option<int?>("--workers", "W", "Trials at a time; default: one per core.", text => Quantity.Count(text));
        var seed = SharedOptions.Seed("Of the division of the data, the tuner, every trial and the winner's training.");
        var study = new Option<string?>("--study") { HelpName = "FILE", Description = "Journal of the study; the same command goes on from it. Default: study.db in --out." };
        var tuner = Typed.Option("--tuner", "nsga2|random", "Who proposes candidates.", Typed.Word(("nsga2", TunerKind.Nsga2), ("random", TunerKind.Random)), "nsga2");
        var winner = Typed.Option("--winner", "best|knee", "best: highest accuracy averaged over bit error rates from 0 to 10 %; knee: nearest to the ideal point of all objectives.",
            Typed.Word(("best", WinnerKind.Best), ("knee", WinnerKind.Knee)), "best");
        var samples = Typed.Option("--trial-samples", "N", "Training samples of one trial.", Quantity.Count, $"{Defaults.TrainSamples}");
        var epochs = Typed.Option("--trial-epochs", "N", "Passes of one trial over them.", Quantity.Positive, $"{Defaults.Epochs}");
        var command = new ToolCommand("search", "Searches architectures for accuracy, tolerated bit error rate and bytes; trains, exports and simulates the winner.",
            "bnnml search --data synthetic --out found --budget 1m --max-bytes 100KiB", "bnnml search --data YOUR.csv --label-column NAME --out found-in-table --trials 40 --workers 2 --json")
        {
            output, budget, maxBytes, maxMacs, trials, workers, seed, study, tuner, winner, samples, epochs,
        };
        data.AddTo(command);
        return command.Runs((parse, terminal, cancel) => new SearchRun(new SearchRequest
        {
            Load = () => data.Load(parse),
            Files = new SearchFiles(parse.GetRequiredValue(output), parse.GetValue(study)),
            Budget = parse.GetValue(budget) ?? (parse.GetValue(trials) is null ? DefaultBudget : null),
            Trials = parse.GetValue(trials),
            MaxBytes = parse.GetValue(maxBytes),
            MaxMacs = parse.GetValue(maxMacs),
            Workers = parse.GetValue(workers) ?? Environment.ProcessorCount,
            Seed = parse.GetValue(seed),
            Tuner = parse.GetValue(tuner),
            Winner = parse.GetValue(winner),
            Trial = Defaults with { TrainSamples = parse.GetValue(samples), Epochs = parse.GetValue(epochs) },
        }, terminal).Run(cancel));
    }
}

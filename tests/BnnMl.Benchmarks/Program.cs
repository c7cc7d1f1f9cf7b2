using System.Globalization;
using BnnMl.Benchmarks;

const string Usage = """
    BnnMl.Benchmarks [compare] [--only ROW[,ROW]] [--minutes N] [--out FILE] [--data DIR]
        the comparison with the peers: what eng/bench.sh runs, whose --help says more
    BnnMl.Benchmarks measure [ARGS of BenchmarkDotNet]
        kernels and whole networks under BenchmarkDotNet, such as measure --filter *Dense*
    The rows:
    """;
try
{
    switch (args)
    {
        case [.., "--help" or "-h"] when args is not ["measure", ..]:
            Console.WriteLine(Usage);
            foreach (var row in AllRows.List)
                Console.WriteLine($"  {row.Key,-18} {row.Summary}");
            return 0;
        case ["measure", .. var rest]:
            Measurements.Run(rest);
            return 0;
        case [ChildProcess.Command, "memory", var which]:
            MemoryRow.RunChild(Enum.Parse<MemoryCase>(which));
            return 0;
        case [ChildProcess.Command, "steps", var network, var threads]:
            RemoteSteps.RunChild(network, int.Parse(threads, CultureInfo.InvariantCulture));
            return 0;
        case [ChildProcess.Command, "lines", var key, var seconds]:
            Avx2Row.RunChild(key, double.Parse(seconds, CultureInfo.InvariantCulture));
            return 0;
        default:
            var options = ComparisonOptions.Parse(args is ["compare", .. var compared] ? compared : args);
            Images.Use(options.Data ?? Images.Location);
            return new Comparison(options, Console.Out, Console.Error).Run();
    }
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 2;
}

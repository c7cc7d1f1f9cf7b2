using System.CommandLine;

namespace BnnMl.Cli.Commands;

/// <summary>Every command, in the order of --help.</summary>
static class AllCommands
{
    internal static IEnumerable<Command> Create() =>
    [
        TrainCommand.Create(), EvaluateCommand.Create(), SearchCommand.Create(), ExportCommand.Create(), SimulateCommand.Create(), InspectCommand.Create(), DoctorCommand.Create(),
    ];
}

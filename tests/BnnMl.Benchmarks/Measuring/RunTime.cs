namespace BnnMl.Benchmarks;

/// <summary>What one unit of work took, in seconds.</summary>
/// <param name="Wall">On the clock: what results are about.</param>
/// <param name="Processor">Of all threads of the process. What others do on the machine hardly touches it, so that it says on a busy machine how far the other is to be believed.</param>
readonly record struct RunTime(double Wall, double Processor);

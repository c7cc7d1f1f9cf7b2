using System.Text;

namespace BnnMl.Search;

/// <summary>
/// One row of a journal. The rows are an append-only log whose replay gives the trials: "study" once at the beginning; then, per trial, "ask", one "start"
/// per attempt (which discards the reports of the attempt before), "report"s, and in the end "complete" or "fail", or "stop" for an attempt that was cut short.
/// </summary>
/// <param name="Number">1, 2, 3… without a gap.</param>
/// <param name="Trial">The trial; −1 for "study".</param>
/// <param name="Kind">See above.</param>
/// <param name="Body">JSON; its properties depend on the kind.</param>
sealed record JournalEvent(long Number, int Trial, string Kind, string Body)
{
    internal const string Study = "study";
    internal const string Ask = "ask";
    internal const string Start = "start";
    internal const string Report = "report";
    internal const string Complete = "complete";
    internal const string Fail = "fail";
    internal const string Stop = "stop";

    /// <summary>CRC-32C of the whole row: a flipped digit is found, not believed.</summary>
    internal uint Checksum() => Crc32C.Append(Crc32C.Empty, Encoding.UTF8.GetBytes($"{Number}\n{Trial}\n{Kind}\n{Body}"));
}

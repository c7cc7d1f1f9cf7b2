using Microsoft.Data.Sqlite;

namespace BnnMl.Search;

/// <summary>SQLite's error codes as the exceptions that users of a journal see, each naming the file and what to do.</summary>
static class JournalFaults
{
    internal const string Remedy = "The file is damaged: restore a copy, or start a new study under another name.";

    internal static Exception Translate(string path, SqliteException error)
    {
        var detail = error.Message.TrimEnd('.');
        return error.SqliteErrorCode switch
        {
            5 or 6 => new IOException($"{path}: another process is using this study. Wait for it or stop it.", error),
            3 or 8 or 23 => new UnauthorizedAccessException($"{path}: can't be written ({detail}). Check the permissions of the file and its folder.", error),
            10 or 13 or 14 => new IOException($"{path}: can't be read or written ({detail}). Check the path and the free space.", error),
            26 => new InvalidDataException($"{path}: is not a study journal, or it is damaged at its beginning. Give another file name, or restore a copy.", error),
            _ => new InvalidDataException($"{path}: {detail}. {Remedy}", error),
        };
    }
}

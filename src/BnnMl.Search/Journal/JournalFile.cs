using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BnnMl.Search;

/// <summary>
/// The SQLite file of a journal: one table of rows, each committed and flushed before the call returns (rollback journal, synchronous FULL), so that a killed
/// process loses nothing that was written. The file is locked while it is open. Everything read is checked: a damaged file gives an exception of
/// <see cref="JournalFaults"/>, and no row makes SQLite or this class allocate more than <see cref="MaxRowBytes"/>.
/// </summary>
sealed class JournalFile : IDisposable
{
    /// <summary>"BNNS": marks the file as a study journal.</summary>
    internal const int ApplicationId = 0x424E4E53;

    /// <summary>Version of the table and of the rows' kinds and bodies.</summary>
    internal const int Version = 1;

    /// <summary>The longest row; a longer one is refused on the way in and out.</summary>
    internal const int MaxRowBytes = 1 << 20;

    const string Schema = "CREATE TABLE events (number INTEGER PRIMARY KEY, trial INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT";

    readonly string path;
    readonly SqliteConnection connection;

    JournalFile(string path, SqliteConnection connection) => (this.path, this.connection) = (path, connection);

    /// <summary>Opens and locks the file; an absent or empty one is made if <paramref name="create"/>.</summary>
    internal static JournalFile Open(string path, bool create)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"{path}: is a folder. Give a file name.");
        if (!create && !File.Exists(path))
            throw new FileNotFoundException($"{path}: no such study journal. Check the path.", path);
        if (create && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        };
        var file = new JournalFile(path, new SqliteConnection(settings.ToString()));
        try
        {
            file.Guarded(() => file.Prepare(create));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All rows with their stored checksums, in order.</summary>
    internal void ReadAll(Action<JournalEvent, long> apply) => Guarded(() =>
    {
        using var command = Command("SELECT number, trial, kind, body, checksum FROM events ORDER BY number");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader[0] is not long number || reader[1] is not (>= -1L and <= int.MaxValue and long trial) || reader[2] is not string kind || reader[3] is not string body || reader[4] is not long checksum)
                throw new InvalidDataException($"{path}: a row of the journal has a value of the wrong type. {JournalFaults.Remedy}");
            apply(new JournalEvent(number, (int)trial, kind, body), checksum);
        }
    });

    /// <summary>Writes a row; it is on the disk when the call returns.</summary>
    internal void Append(JournalEvent row) => Guarded(() =>
    {
        using var command = Command("INSERT INTO events VALUES ($number, $trial, $kind, $body, $checksum)");
        command.Parameters.AddWithValue("$number", row.Number);
        command.Parameters.AddWithValue("$trial", row.Trial);
        command.Parameters.AddWithValue("$kind", row.Kind);
        command.Parameters.AddWithValue("$body", row.Body);
        command.Parameters.AddWithValue("$checksum", (long)row.Checksum());
        command.ExecuteNonQuery();
    });

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    void Prepare(bool create)
    {
        connection.Open();
        _ = raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, MaxRowBytes);
        Execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL");
        var (id, version) = (Scalar("PRAGMA application_id"), Scalar("PRAGMA user_version"));
        if (Convert.ToInt64(Scalar("SELECT count(*) FROM sqlite_master"), null) == 0 && id is 0L && version is 0L && create)
            Execute($"BEGIN EXCLUSIVE; {Schema}; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
        else
            Check(id, version);
        Execute("BEGIN EXCLUSIVE; COMMIT");
    }

    void Check(object? id, object? version)
    {
        if (id is not long found || found != ApplicationId)
            throw new InvalidDataException($"{path}: is an SQLite file, but not a study journal. Give another file name.");
        if (version is not long number || number != Version)
            throw new InvalidDataException($"{path}: is a study journal of version {version}, this program reads version {Version}. Use a newer program, or start a new study under another name.");
        if (Scalar("SELECT group_concat(sql, ';') FROM sqlite_master") as string != Schema || Scalar("PRAGMA quick_check(1)") as string != "ok")
            throw new InvalidDataException($"{path}: the study journal's table is damaged. {JournalFaults.Remedy}");
        Execute("PRAGMA journal_mode = DELETE");
    }

    SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of the constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (SqliteException error)
        {
            throw JournalFaults.Translate(path, error);
        }
    }
}

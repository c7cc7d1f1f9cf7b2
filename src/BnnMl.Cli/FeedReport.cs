using System.Text.Json;

namespace BnnMl.Cli;

/// <summary>What eng/feeds found: the configured package feeds, and what they lack.</summary>
sealed record FeedReport(IReadOnlyList<string> Feeds, IReadOnlyList<LeftOutItem> LeftOut)
{
    /// <summary>The file $BNNML_FEEDS names, else artifacts/feeds/feeds.json beside this program or above it; null where eng/feeds has not written it.</summary>
    internal static FeedReport? Find()
    {
        if (Environment.GetEnvironmentVariable("BNNML_FEEDS") is { Length: > 0 } given)
            return File.Exists(given) ? Read(given) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "feeds", "feeds.json");
            if (File.Exists(path))
                return Read(path);
        }

        return null;
    }

    static FeedReport Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return new FeedReport(
                [.. root.GetProperty("feeds").EnumerateArray().Select(feed => feed.GetString()!)],
                [.. root.GetProperty("left_out").EnumerateArray().Select(item => new LeftOutItem(Text(item, "name"), Text(item, "reason"), Text(item, "consequence")))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: is not what eng/feeds writes ({e.Message.TrimEnd('.')}). Run eng/feeds again.", e);
        }
    }

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}

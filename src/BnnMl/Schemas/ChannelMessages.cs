using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>Whole sentences for MLContext.Log.</summary>
static class ChannelMessages
{
    internal static void Say(this IChannel channel, string text) => channel.Info(MessageSensitivity.None, "{0}", text);

    internal static void Warn(this IChannel channel, string text) => channel.Warning(MessageSensitivity.None, "{0}", text);
}

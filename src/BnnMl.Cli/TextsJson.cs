using System.Text.Json.Serialization;

namespace BnnMl.Cli;

/// <summary>Source-generated JSON for lists of texts.</summary>
[JsonSerializable(typeof(string[]))]
sealed partial class TextsJson : JsonSerializerContext;

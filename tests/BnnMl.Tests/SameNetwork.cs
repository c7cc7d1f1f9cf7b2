namespace BnnMl.Tests;

/// <summary>Networks as bytes, to the last bit.</summary>
static class SameNetwork
{
    /// <summary>The whole file; without <paramref name="exceptMetadata"/> where one engine says more about a network than another.</summary>
    internal static byte[] Bytes(PackedNetwork network, string? exceptMetadata = null)
    {
        using var stream = new MemoryStream();
        PackedNetworkFile.Write(network.With(metadata: network.Metadata.Where(entry => entry.Key != exceptMetadata).ToDictionary()), stream);
        return stream.ToArray();
    }
}

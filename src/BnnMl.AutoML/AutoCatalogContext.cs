using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML;

/// <summary>The one place that reaches past Microsoft.ML.AutoML's public surface (0.23.1): <c>ml.Auto()</c> knows its context and does not tell.</summary>
static class AutoCatalogContext
{
    /// <exception cref="NotSupportedException">This version of Microsoft.ML.AutoML keeps it elsewhere.</exception>
    internal static MLContext Of(AutoCatalog catalog)
    {
        try
        {
            return Context(catalog);
        }
        catch (MissingFieldException error)
        {
            throw new NotSupportedException($"Microsoft.ML.AutoML {typeof(AutoCatalog).Assembly.GetName().Version} keeps its MLContext elsewhere than 0.23.1. Call new BinarizedNetworkExperiment(mlContext, settings) instead.", error);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_context")]
    static extern ref MLContext Context(AutoCatalog catalog);
}

using Microsoft.ML;

namespace BnnMl;

/// <summary>Writes a transformer as a chain of ML.NET's own that computes the same columns: an outside transformer can't write itself.</summary>
static class SavedForm
{
    internal static void Write(ModelSaveContext context, PackedNetwork network, string featureColumn, ScoreColumns scores, SaveAs form)
    {
        if (form == SaveAs.Packed)
        {
            ((ICanSaveModel)PackedForm.Of(network, featureColumn, scores)).Save(context);
            return;
        }

        var path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.onnx"); // ML.NET copies the bytes from a file
        try
        {
            var chain = OnnxForm.Of(network, featureColumn, scores, path);
            using var owned = chain as IDisposable;
            ((ICanSaveModel)chain).Save(context);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException)
        {
            throw new InvalidOperationException("SaveAs.Onnx needs ONNX Runtime's native library: add the package Microsoft.ML.OnnxRuntime (or Microsoft.ML.OnnxRuntime.Gpu) to the application, or save as SaveAs.Packed.", e);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

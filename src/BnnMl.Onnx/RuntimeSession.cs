using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Onnx;

/// <summary>Opens ONNX Runtime sessions: CUDA where it can be had, the CPU otherwise; no spinning threads, so that other work on the machine goes on.</summary>
static class RuntimeSession
{
    const string Cuda = "CUDA";
    const string Cpu = "CPU";

    /// <param name="model">The file's bytes.</param>
    /// <param name="options">Threads and providers.</param>
    /// <exception cref="OnnxRuntimeException">The model can't be run.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime's native library is not there.</exception>
    internal static (InferenceSession Session, string Provider) Open(byte[] model, FaultyOnnxOptions options)
    {
        try
        {
            using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            settings.IntraOpNumThreads = options.Threads;
            var provider = options.AllowCuda && AppendCuda(settings) ? Cuda : Cpu;
            return (new InferenceSession(model, settings), provider);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException)
        {
            throw new InvalidOperationException("ONNX Runtime's native library is not there. Add the package Microsoft.ML.OnnxRuntime (or Microsoft.ML.OnnxRuntime.Gpu) to the application.", e);
        }
    }

    /// <summary>False where the native library was built without CUDA (the entry point is missing) or finds no device. Floats are computed in full, not in TF32.</summary>
    static bool AppendCuda(SessionOptions settings)
    {
        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(new Dictionary<string, string> { ["use_tf32"] = "0" });
            settings.AppendExecutionProvider_CUDA(cuda);
            return true;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>
/// The one place that reaches past ML.NET's public surface (5.0.1): a catalog's environment, through which messages get to <see cref="MLContext.Log"/>. Where a later
/// version has moved it, everything works as before but for the messages.
/// </summary>
static class CatalogEnvironment
{
    internal static IHostEnvironment Of(TrainCatalogBase.CatalogInstantiatorBase trainers) => OrQuiet(() => Environment(Owner(trainers)));

    internal static IHostEnvironment Of(TransformsCatalog transforms) => OrQuiet(() => Environment(transforms));

    internal static IHostEnvironment Of(ModelOperationsCatalog model) => OrQuiet(() => Environment(model));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    internal static extern TrainCatalogBase Owner(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    internal static extern IHostEnvironment Environment(TrainCatalogBase catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    internal static extern ref IHostEnvironment Environment(TransformsCatalog transforms);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    internal static extern ref IHostEnvironment Environment(ModelOperationsCatalog model);

    static IHostEnvironment OrQuiet(Func<IHostEnvironment> environment)
    {
        try
        {
            return environment();
        }
        catch (MissingMemberException)
        {
            return new MLContext();
        }
    }
}

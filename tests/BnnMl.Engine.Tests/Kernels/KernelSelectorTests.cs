using System.Runtime.Intrinsics.X86;

namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class KernelSelectorTests
{
    [Fact]
    public void The_fastest_available_kernel_is_chosen_unless_the_variable_names_another()
    {
        Assert.Equal("scalar", KernelSelector.Available[^1]);
        Assert.Equal(KernelSelector.AvailableSets[0], KernelSelector.Resolve(null));
        Assert.Equal(InstructionSet.Scalar, KernelSelector.Resolve(" Scalar "));
        Assert.Equal(Environment.GetEnvironmentVariable(KernelSelector.Variable) ?? KernelSelector.Available[0], KernelSelector.Chosen);
    }

    [Fact]
    public void An_unknown_kernel_is_refused_by_name_with_what_is_available()
    {
        var refused = Assert.Throws<ArgumentException>(() => KernelSelector.Resolve("neon"));
        Assert.Contains("BNNML_KERNEL=neon", refused.Message, StringComparison.Ordinal);
        Assert.All(KernelSelector.Available, name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_the_machine_has_is_available()
    {
        Assert.Equal(Avx2.IsSupported, KernelSelector.Available.Contains("avx2"));
        Assert.Equal(Avx512BW.IsSupported, KernelSelector.Available.Contains("avx512"));
    }
}

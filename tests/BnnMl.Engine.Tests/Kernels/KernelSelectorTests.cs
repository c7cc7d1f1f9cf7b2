using System.Runtime.Intrinsics.X86;

namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class KernelSelectorTests
{
    [Fact]
    public void The_fastest_available_kernel_is_chosen_unless_the_variable_names_another()
    {
        Assert.Equal("scalar", KernelSelector.Available[^1]);
        Assert.Equal((KernelSelector.AvailableSets[0], BatchMethod.Measured), KernelSelector.Resolve(null));
        Assert.Equal((InstructionSet.Scalar, BatchMethod.Measured), KernelSelector.Resolve(" Scalar "));
        Assert.Equal(KernelSelector.Resolve(Environment.GetEnvironmentVariable(KernelSelector.Variable)), (KernelSelector.Selected, KernelSelector.SelectedBatch));
    }

    [Fact]
    public void How_batches_run_is_chosen_alone_or_with_a_kernel()
    {
        Assert.Equal((KernelSelector.AvailableSets[0], BatchMethod.Popcount), KernelSelector.Resolve("popcount"));
        Assert.Equal((InstructionSet.Scalar, BatchMethod.Sliced), KernelSelector.Resolve("scalar-Sliced"));
        Assert.All(["scalar-scalar", "sliced-popcount", "scalar-other", "fast"], value => Assert.Throws<ArgumentException>(() => KernelSelector.Resolve(value)));
    }

    [Fact]
    public void An_unknown_kernel_is_refused_by_name_with_what_is_available()
    {
        var refused = Assert.Throws<ArgumentException>(() => KernelSelector.Resolve("neon"));
        Assert.Contains("no kernel is called \"neon\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("BNNML_KERNEL=neon", refused.Message, StringComparison.Ordinal);
        Assert.All(KernelSelector.Available, name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scalar-scalar", "names two kernels")]
    [InlineData("popcount-sliced", "says twice how batches run")]
    public void Two_words_of_one_kind_are_refused_as_such(string value, string why) =>
        Assert.Contains($"{value}: {why}", Assert.Throws<ArgumentException>(() => KernelSelector.Resolve(value)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_of_another_machine_is_told_from_a_word_that_is_none() =>
        Assert.All(Enum.GetValues<InstructionSet>().Except(KernelSelector.AvailableSets), set => Assert.Contains(
            "this processor has no", Assert.Throws<ArgumentException>(() => KernelSelector.Resolve(set.ToString())).Message, StringComparison.Ordinal));

    [Fact]
    public void Only_what_the_machine_has_is_available()
    {
        Assert.Equal(Avx2.IsSupported, KernelSelector.Available.Contains("avx2"));
        Assert.Equal(Avx512BW.IsSupported, KernelSelector.Available.Contains("avx512"));
    }
}

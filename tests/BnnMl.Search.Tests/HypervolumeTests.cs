using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BnnMl.Search.Tests;

[Trait("Category", "Property")]
public sealed class HypervolumeTests
{
    [Fact]
    public void Known_values()
    {
        Assert.Equal(0, Hypervolume.Of([]));
        Assert.Equal(1, Hypervolume.Of([[0, 0, 0]]));
        Assert.Equal(0.75, Hypervolume.Of([[0.25]]));
        Assert.Equal(0.75, Hypervolume.Of([[0, 0.5], [0.5, 0]]));
        Assert.Equal(0.5, Hypervolume.Of([[0.5, 0, 0], [0.75, 0, 0]]));
        Assert.Equal((3 * 0.25) - (3 * 0.125) + 0.125, Hypervolume.Of([[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]), 12);
        Assert.Equal(1 - Math.Pow(0.5, 4), Hypervolume.Of([[0.5, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 0.5]]), 12);
    }

    [Fact]
    public void Points_beyond_the_reference_count_nothing() => Assert.Equal(0, Hypervolume.Of([[1, 0], [0, 1], [2, -5]]));

    [Property(MaxTest = 60)]
    public Property It_equals_the_share_of_the_cells_of_the_cube_that_are_dominated() => Prop.ForAll(Points(), points =>
    {
        // Coordinates are multiples of 1/8, so the 8^d cells are dominated wholly or not at all.
        var dimensions = points[0].Length;
        var cells = (int)Math.Pow(8, dimensions);
        var dominated = Enumerable.Range(0, cells).Count(cell => points.Any(point =>
            Enumerable.Range(0, dimensions).All(i => point[i] * 8 <= (cell >> (3 * i)) % 8)));
        return Math.Abs(Hypervolume.Of(points) - ((double)dominated / cells)) < 1e-9;
    });

    [Property]
    public Property One_more_point_never_makes_it_smaller_and_the_order_does_not_matter() => Prop.ForAll(Points(), points =>
        Hypervolume.Of(points.Skip(1)) <= Hypervolume.Of(points) + 1e-12 && Math.Abs(Hypervolume.Of(points) - Hypervolume.Of(points.Reverse())) < 1e-12);

    [Fact]
    public void Directions_and_ends_of_the_objectives_scale_it()
    {
        var objectives = ObjectiveSet.Default(1000);
        Assert.Equal(0.8 * 0.2 * 0.5, Hypervolume.Of([SampleStudy.Trial(0, 0.2, 0.1, 500)], objectives), 12);
        Assert.Equal(0, Hypervolume.Of([SampleStudy.Trial(0, 0.2, 0.1, 1000)], objectives));
    }

    static Arbitrary<double[][]> Points() => (
        from dimensions in Gen.Choose(1, 4)
        from count in Gen.Choose(1, 9)
        from points in Gen.Choose(0, 8).Select(x => x / 8.0).ArrayOf(dimensions).ArrayOf(count)
        select points).ToArbitrary();
}

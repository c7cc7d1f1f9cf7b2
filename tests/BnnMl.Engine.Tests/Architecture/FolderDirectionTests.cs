namespace BnnMl.Engine.Tests.Architecture;

public sealed class FolderDirectionTests
{
    static readonly FolderDirection Direction = new("Left", "Right");

    [Fact]
    public void Each_engine_folder_uses_only_what_stands_to_its_left()
    {
        var engine = new FolderDirection("Hardware", "Randomness", "Data", "Model", "Kernels", "Packing", "Faults", "Inference", "Training", "Tolerance");
        var sources = Source.Of("BnnMl.Engine");
        Assert.NotEmpty(sources);
        Assert.Empty(engine.Violations(sources));
    }

    [Fact]
    public void A_use_of_the_left_is_no_violation()
    {
        Assert.Empty(Direction.Violations([
            ("Left/Bits.cs", "class Bits { public static int Count => 1; }"),
            ("Right/Flips.cs", "/// <see cref=\"Bits\"/> \nclass Flips : Bits { int N => Bits.Count; }")]));
    }

    [Theory]
    [InlineData("class Bits { Flips? f; }")]
    [InlineData("class Bits { int n = Flips.Count; }")]
    [InlineData("class Bits { bool Any(object o) => o is Flips { Rate: > 0 }; }")]
    [InlineData("class Bits { int n = 3.Flipped(); }")]
    [InlineData("static class Bits { public static T New<T>() where T : new() => new(); }\nclass Uses { object o = Bits.New<Flips>(); }")]
    public void A_use_of_the_right_is_named_with_file_line_and_declaration(string planted)
    {
        var violations = Direction.Violations([
            ("Left/Bits.cs", planted),
            ("Right/Flips.cs", "class Flips { public static int Count => 1; public double Rate { get; } }\nstatic class Flipping { public static int Flipped(this int n) => ~n; }")]);
        Assert.NotEmpty(violations);
        Assert.All(violations, line => Assert.Matches(@"^Left/Bits\.cs:[12]: \w+ is declared in Right/Flips\.cs, to the right$", line));
    }

    [Fact]
    public void What_does_not_compile_is_not_called_clean()
    {
        var violation = Assert.Single(Direction.Violations([("Left/Bits.cs", "class Bits { Missing? m; }")]));
        Assert.Contains("CS0246", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_place_in_the_order_is_refused()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Direction.Violations([("Middle/Bits.cs", "class Bits { Bits? b; }")]));
        Assert.Contains("Middle/Bits.cs lies in none of Left, Right", refusal.Message, StringComparison.Ordinal);
    }
}

namespace BnnMl.Engine.Tests.Architecture;

public sealed class SourceRulesTests
{
    public static TheoryData<string> Projects { get; } = new(Source.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_source_file_keeps_the_house_rules(string project)
    {
        var home = project switch { "BnnMl.Engine" => "BnnMl", "BnnMl.Cli" => null, _ => project };
        Assert.Empty(Source.Of(project).SelectMany(source => SourceRules.Violations($"{project}/{source.Path}", source.Text, home)));
    }

    [Theory]
    [InlineData("namespace BnnMl; public sealed class Flips;")]
    [InlineData("namespace BnnMl; public record Layer { public sealed record Dense : Layer; }")]
    [InlineData("namespace BnnMl.Inner; sealed class CoreMemory;")]
    public void A_file_that_keeps_the_rules_is_clean(string text) => Assert.Empty(SourceRules.Violations("A.cs", text, "BnnMl"));

    [Theory]
    [InlineData("namespace BnnMl; sealed class FlipHelper;", "has no name yet")]
    [InlineData("namespace BnnMl; enum BitUtils;", "has no name yet")]
    [InlineData("namespace BnnMl.Inner; public sealed class Flips;", "lives in BnnMl.Inner")]
    [InlineData("namespace BnnMl { namespace Inner { public delegate void Flip(); } }", "lives in Inner")]
    [InlineData("public sealed class Flips;", "lives in no namespace")]
    [InlineData("namespace BnnMl; public sealed class A; public sealed class B;", "one public type per file")]
    public void A_planted_violation_is_found(string text, string part) =>
        Assert.Contains(part, Assert.Single(SourceRules.Violations("A.cs", text, "BnnMl")), StringComparison.Ordinal);

    [Fact]
    public void The_tool_has_no_public_type() =>
        Assert.Contains("nowhere", Assert.Single(SourceRules.Violations("A.cs", "namespace BnnMl.Cli; public sealed class A;", null)), StringComparison.Ordinal);

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public void A_file_has_at_most_300_lines(int lines, int violations) =>
        Assert.Equal(violations, SourceRules.Violations("A.cs", string.Concat(Enumerable.Repeat("//\n", lines)), "BnnMl").Count());
}

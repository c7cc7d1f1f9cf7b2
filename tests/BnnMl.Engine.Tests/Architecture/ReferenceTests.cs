using System.Xml.Linq;

namespace BnnMl.Engine.Tests.Architecture;

public sealed class ReferenceTests
{
    static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["BnnMl.Engine"] = [],
        ["BnnMl.Search"] = ["BnnMl.Engine"],
        ["BnnMl.Onnx"] = ["BnnMl.Engine"],
        ["BnnMl.TorchSharp"] = ["BnnMl.Engine"],
        ["BnnMl"] = ["BnnMl.Engine", "BnnMl.Search", "BnnMl.Onnx", "BnnMl.TorchSharp"],
        ["BnnMl.AutoML"] = ["BnnMl"],
        ["BnnMl.Cli"] = ["BnnMl.Engine", "BnnMl.Search", "BnnMl.Onnx", "BnnMl.TorchSharp"],
    };

    public static TheoryData<string> Projects { get; } = new(Source.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_design_allows(string project) =>
        Assert.Empty(References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Except(Allowed[project]));

    [Fact]
    public void The_engine_needs_no_package() => Assert.Empty(References("BnnMl.Engine", "PackageReference"));

    [Fact]
    public void The_compiled_engine_references_the_platform_only() =>
        Assert.All(typeof(NetworkSpec).Assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    [Fact]
    public void References_are_read_from_the_project_file() => Assert.Contains("../BnnMl.Engine/BnnMl.Engine.csproj", References("BnnMl.Search", "ProjectReference"));

    static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Source.Folder, project, project + ".csproj")).Descendants(kind).Select(e => e.Attribute("Include")!.Value);
}

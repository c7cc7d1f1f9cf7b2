namespace BnnMl.Cli.Tests.Scripts;

/// <summary>A solution of three projects on a feed that has no package at all: one needs none, one needs one, one is built on that.</summary>
public sealed class LeftOutProjectTests : IDisposable
{
    readonly ScriptFolder folder = new();

    public LeftOutProjectTests()
    {
        var needy = """<ItemGroup><PackageReference Include="No.Such.Package" /></ItemGroup>""";
        var onNeedy = """<ItemGroup><ProjectReference Include="../Needy/Needy.csproj" /></ItemGroup>""";
        folder.Write("NuGet.config", """<configuration><packageSources><clear /><add key="empty-feed" value="feed" /></packageSources></configuration>""");
        folder.Write("feed/.keep", "");
        folder.Write("eng/Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="No.Such.Package" Version="1.2.3" Without="no such thing" /></ItemGroup>
            </Project>
            """);
        folder.Write("src/Directory.Build.props", """<Project><Import Project="../eng/Common.props" /></Project>""");
        folder.Write("tests/.keep", "");
        folder.Write("samples/.keep", "");
        Project("Whole", "", "namespace Whole; static class A;");
        Project("Needy", needy, "namespace Needy; static class A { static object B() => No.Such.Package.Thing(); }");
        Project("OnNeedy", onNeedy, "namespace OnNeedy; static class A { static object B() => Needy.Thing(); }");
        folder.Write("BnnMl.sln", Solution("Whole", "Needy", "OnNeedy"));
    }

    [Fact]
    public void A_project_whose_package_no_feed_has_is_left_out_by_name_and_the_rest_builds()
    {
        var asked = folder.Bash("bash eng/feeds && . eng/environment.sh && say_left_out");
        Assert.True(asked.ExitCode == 0, asked.Output + asked.Errors);
        Assert.Contains("left out: No.Such.Package: no feed has it (asked: empty-feed); no such thing\n", asked.Output, StringComparison.Ordinal);
        Assert.Matches("left out: Needy: .*No.Such.Package.*; not built, not tested\n", asked.Output);
        Assert.Matches("left out: OnNeedy: .*No.Such.Package.*; not built, not tested\n", asked.Output);
        Assert.DoesNotContain("left out: Whole", asked.Output, StringComparison.Ordinal);
        Assert.Contains("\"left_out\": [{\"name\": \"No.Such.Package\"", folder.Read("artifacts/feeds/feeds.json"), StringComparison.Ordinal);

        var built = folder.Bash("bash eng/setup && ls artifacts/bin");
        Assert.True(built.ExitCode == 0, built.Output + built.Errors);
        Assert.Equal(["Whole"], built.Output.TrimEnd().Split('\n').Where(line => !line.StartsWith("setup: ", StringComparison.Ordinal)));
        Assert.Contains("setup: building ... 1 s\n", built.Output, StringComparison.Ordinal);

        var refused = folder.Bash("BNNML_REQUIRE_ALL=1 bash eng/feeds");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("BNNML_REQUIRE_ALL=1, but the projects above are left out", refused.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    void Project(string name, string items, string source)
    {
        folder.Write($"src/{name}/{name}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk">{items}</Project>""");
        folder.Write($"src/{name}/A.cs", source);
    }

    static string Solution(params string[] projects)
    {
        var ids = projects.ToDictionary(name => name, _ => Guid.NewGuid().ToString("B").ToUpperInvariant());
        var declared = ids.Select(p => $"Project(\"{{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}}\") = \"{p.Key}\", \"src\\{p.Key}\\{p.Key}.csproj\", \"{p.Value}\"\nEndProject\n");
        var configured = ids.Values.Select(id => $"\t\t{id}.Release|Any CPU.ActiveCfg = Release|Any CPU\n\t\t{id}.Release|Any CPU.Build.0 = Release|Any CPU\n");
        return "Microsoft Visual Studio Solution File, Format Version 12.00\n" + string.Concat(declared) +
            "Global\n\tGlobalSection(SolutionConfigurationPlatforms) = preSolution\n\t\tRelease|Any CPU = Release|Any CPU\n\tEndGlobalSection\n" +
            "\tGlobalSection(ProjectConfigurationPlatforms) = postSolution\n" + string.Concat(configured) + "\tEndGlobalSection\nEndGlobal\n";
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BnnMl.Engine.Tests.Architecture;

/// <summary>
/// Which lines of a folder use something declared in a folder to its right. The compiler binds every name, so that extension methods, members
/// and inferred types count as well as types that are named; documentation comments may point anywhere.
/// </summary>
sealed class FolderDirection(params string[] leftToRight)
{
    /// <summary>A partial method without a body: the build's source generators write it.</summary>
    const string GeneratedElsewhere = "CS8795";

    const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <param name="sources">Path below the project's folder, such as Model/LayerSpec.cs, and text.</param>
    /// <returns>One line per use: file, line, name, where it is declared; or the compiler's errors, which would hide uses.</returns>
    public IReadOnlyList<string> Violations(IEnumerable<(string Path, string Text)> sources)
    {
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = sources.Append((Path: "", Text: ImplicitUsings))
            .Select(source => CSharpSyntaxTree.ParseText(source.Text, parsing, source.Path)).ToArray();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Checked", trees, Platform(), options);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != GeneratedElsewhere).Select(d => d.ToString()).ToList();
        return errors.Count > 0 ? errors : [.. trees.SelectMany(tree => Violations(tree, compilation.GetSemanticModel(tree))).Distinct()];
    }

    IEnumerable<string> Violations(SyntaxTree tree, SemanticModel model) =>
        from node in tree.GetRoot().DescendantNodes()
        where node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or CollectionExpressionSyntax
        from symbol in new[] { model.GetSymbolInfo(node).Symbol, model.GetTypeInfo(node).Type }
        where symbol is not null
        let declared = symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath).DefaultIfEmpty("").MinBy(Place)!
        where Place(declared) > Place(tree.FilePath)
        select $"{tree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {symbol.Name} is declared in {declared}, to the right";

    /// <summary>The folder's place in the order; −1 for what is declared outside, a folder that has no place is an error.</summary>
    int Place(string path)
    {
        if (path.Length == 0) return -1;
        var place = Array.IndexOf(leftToRight, path.Split('/')[0]);
        return place >= 0 ? place : throw new InvalidDataException($"{path} lies in none of {string.Join(", ", leftToRight)}: give its folder a place in the order.");
    }

    static IEnumerable<MetadataReference> Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll")
        .Select(path => MetadataReference.CreateFromFile(path));
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BnnMl.Engine.Tests.Architecture;

/// <summary>What a single source file must not do, whatever it is about (house style).</summary>
static partial class SourceRules
{
    public const int MostLines = 300;

    /// <param name="publicNamespace">Where public types of the file's assembly live; null where it has none.</param>
    public static IEnumerable<string> Violations(string path, string text, string? publicNamespace)
    {
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        if (lines > MostLines) yield return $"{path}: {lines} lines, at most {MostLines}: it is more than one idea.";

        var types = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).Cast<MemberDeclarationSyntax>().ToList();
        foreach (var name in types.Select(Name).Where(name => Nameless().IsMatch(name)))
            yield return $"{path}: {name} has no name yet: call it by what it does.";

        var open = types.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword) && type.Parent is not TypeDeclarationSyntax).ToList();
        foreach (var type in open.Where(type => Namespace(type) != publicNamespace))
            yield return $"{path}: public {Name(type)} lives in {Namespace(type)}, but {publicNamespace ?? "nowhere in this assembly"} is the place for public types.";
        if (open.Select(Name).Distinct().Count() > 1)
            yield return $"{path}: {string.Join(", ", open.Select(Name))} are public: one public type per file.";
    }

    static string Name(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    static string Namespace(SyntaxNode type) =>
        type.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString() ?? "no namespace";

    [GeneratedRegex("(Utils?|Utilit(y|ies)|Helpers?|Common|Core|Manager)$")]
    private static partial Regex Nameless();
}

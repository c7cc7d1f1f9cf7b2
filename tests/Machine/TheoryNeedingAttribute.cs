namespace BnnMl.Tests;

/// <summary>A theory that skips, with the reason, on a machine that lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class TheoryNeedingAttribute : TheoryAttribute
{
    public TheoryNeedingAttribute(Need need) => Skip = Machine.WhyNot(need);
}

namespace BnnMl.Tests;

/// <summary>A fact that skips, with the reason, on a machine that lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class FactNeedingAttribute : FactAttribute
{
    public FactNeedingAttribute(Need need) => Skip = Machine.WhyNot(need);
}

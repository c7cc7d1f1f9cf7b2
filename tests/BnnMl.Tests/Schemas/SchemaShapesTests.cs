using Microsoft.ML;

namespace BnnMl.Tests.Schemas;

public sealed class SchemaShapesTests
{
    [Fact]
    public void A_shape_has_the_schemas_columns_with_kind_item_key_and_annotations()
    {
        var ml = new MLContext();
        var data = TinyPipeline.KeyOf(ml).Fit(TinyPipeline.View(ml)).Transform(TinyPipeline.View(ml));
        Assert.Equal(
            [
                "Features: Vector Single  {  }",
                "Name: Scalar String  {  }",
                "Number: Scalar Single  {  }",
                "Double: Scalar Double  {  }",
                "Truth: Scalar Boolean  {  }",
                "Weight: Scalar Single  {  }",
                "Key: Scalar UInt32 key { KeyValues: Vector String  {  } }",
            ],
            Columns.Describe(SchemaShapes.Of(data.Schema)));
    }

    [Fact]
    public void A_column_that_is_added_replaces_the_one_of_its_name()
    {
        var ml = new MLContext();
        var input = SchemaShapes.Of(TinyPipeline.View(ml).Schema);
        var output = input.With([new("Weight", Microsoft.ML.Data.TextDataViewType.Instance), new("More", Microsoft.ML.Data.BooleanDataViewType.Instance)]);
        Assert.Equal(["Features", "Name", "Number", "Double", "Truth", "Weight", "More"], output.Select(column => column.Name));
        Assert.Equal("String", output.Find("Weight")!.Value.Describe());
    }
}

namespace BnnMl;

/// <summary>
/// From rows to features: numbers as they are, each text of a column a feature of its own (1 where the row has it, all 0 for a text that the training data lack),
/// in the order of the columns and, within one, of its texts. Medians for missing numbers come from the training rows alone.
/// </summary>
sealed class TableFeatures
{
    readonly TableLayout layout;
    readonly MapShape shape;
    readonly int[] classPlaces;
    readonly string[] classNames;
    readonly int[]?[] textPlaces;
    readonly float[] medians;

    internal TableFeatures(string path, TableLayout layout, TableRows rows, int[] train, DataSourceOptions options)
    {
        this.layout = layout;
        textPlaces = Array.ConvertAll(rows.Texts, texts => texts?.Places());
        var count = textPlaces.Sum(places => places?.Length ?? 1) - 1;
        if (options.Shape is { } given && given.Length != count)
            throw new InvalidDataException($"{path}: a row has {count} features, but the shape {given} needs {given.Length}. Give the shape of a row.");
        shape = options.Shape ?? MapShape.Features(count);
        if ((long)rows.Labels.Count * count > Array.MaxLength)
            throw new InvalidDataException($"{path}: {rows.Labels.Count} rows of {count} features are more values than can be held. Take fewer rows.");
        classPlaces = rows.Classes.Places();
        classNames = new string[classPlaces.Length];
        for (var code = 0; code < classPlaces.Length; code++)
            classNames[classPlaces[code]] = rows.Classes.Names[code];
        medians = options.Missing == MissingValues.Median ? Medians(path, rows, train) : [];
    }

    internal Dataset Make(TableRows rows, int[] chosen, string origin)
    {
        var features = new float[(long)chosen.Length * shape.Length]; // [chosen, features]
        var labels = new int[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            labels[i] = classPlaces[rows.Labels[chosen[i]]];
            Fill(rows.Row(chosen[i]), features.AsSpan(i * shape.Length, shape.Length));
        }

        return new Dataset(shape, features, labels, classNames, origin);
    }

    void Fill(ReadOnlySpan<float> row, Span<float> features)
    {
        var at = 0;
        for (var column = 0; column < row.Length; column++)
        {
            if (column == layout.Label)
                continue;
            if (textPlaces[column] is not { } places)
                features[at++] = float.IsNaN(row[column]) ? medians[column] : row[column];
            else
            {
                if (row[column] >= 0)
                    features[at + places[(int)row[column]]] = 1;
                at += places.Length;
            }
        }
    }

    /// <summary>Of each column of numbers, over the training rows.</summary>
    float[] Medians(string path, TableRows rows, int[] train)
    {
        var found = new float[layout.Columns];
        var values = new float[train.Length];
        for (var column = 0; column < found.Length; column++)
        {
            if (column == layout.Label || textPlaces[column] is not null)
                continue;
            var count = 0;
            foreach (var row in train)
                if (!float.IsNaN(rows.Row(row)[column]))
                    values[count++] = rows.Row(row)[column];
            if (count == 0)
                throw new InvalidDataException($"{path}: {layout.Name(column)} has no value in the training rows, and so no median. Remove the column.");
            Array.Sort(values, 0, count);
            found[column] = values[(count - 1) / 2];
        }

        return found;
    }
}

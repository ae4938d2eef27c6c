"""What the columns of a table mean: headers, mapping files, known systems, kinds of tables."""

"""Tables in files, CSV, XLSX, Parquet and JSON lines alike: read and written row by row, however large they are."""

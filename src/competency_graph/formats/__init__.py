"""Reading and writing of files; the only place where foreign formats are parsed."""

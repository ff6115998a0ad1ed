"""The preview of an import: what a workbook would do, before anything is written."""

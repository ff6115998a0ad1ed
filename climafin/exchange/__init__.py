"""Workbooks in and out.

May import: domain, base. The only room that imports spreadsheet libraries and pandas.
"""

"""The library folder: tables, queries, migrations, lock, history, backup, check.

May import: domain, base. The only room that imports SQLModel, SQLAlchemy or an SQLite driver.
"""

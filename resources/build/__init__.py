"""Scripts that make files of `resources/`; they are run by hand and are not part of the wheel."""

"""The files that people write beside the exports: unit.toml, projects.csv, SOURCES.toml, corrections.toml ..."""

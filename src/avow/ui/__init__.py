"""What people see, said once: base pages, components, formats by language, styles. Knows no model and no record."""

"""The instruments that come with the package: one module each, or one for its forms."""

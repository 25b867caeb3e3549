"""What notebooks show, and how it becomes HTML: `Figure`, `Table` and `Passage`."""

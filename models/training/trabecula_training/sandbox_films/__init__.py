"""The eighteen simulated patients of the sandbox and their films."""

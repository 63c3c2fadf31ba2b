"""How two administrators open a secret circle in which nobody is named any more who could."""

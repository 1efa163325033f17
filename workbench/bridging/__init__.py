"""What the extension asks of a notebook's kernel, one question a file; ``workbench.bridge`` is their door."""

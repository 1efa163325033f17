"""How much columns matter over many rows: sampled until the order is settled, and checked by permuting them."""

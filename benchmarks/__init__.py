"""Measurements of the product against others; nothing of the product imports them."""

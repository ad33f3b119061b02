"""Fields, rows and blocks inside a text: names, and the values that belong to them."""

"""The country's figures: read models made from events, and the reports counted from them."""
